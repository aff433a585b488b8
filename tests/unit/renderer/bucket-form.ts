import type { Page } from "playwright-core";

/** Tells a bucket, in the form that adds a place and in the one that restores from it. */
export async function fillBucket(page: Page, endpoint: string): Promise<void> {
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  await field("Address of the server").fill(endpoint);
  await field("Region").fill("eu-north-1");
  await field("Bucket").fill("console-backups");
  await field("Folder in the bucket").fill("/countersign");
  await field("Access key").fill("AKIA0001");
  await field("Secret key").fill("violet harbour");
}
