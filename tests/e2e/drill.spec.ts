import { rmSync } from "node:fs";
import path from "node:path";
import keytar from "keytar";
import type { Page } from "@playwright/test";
import { bucketName, serverKeys, startS3rver } from "../support/s3-servers.ts";
import { keyringMissing } from "../support/tools.ts";
import { expect, launch, test } from "./fixtures.ts";
import { button, check, confirmDialog, field, goTo, heading, submitSignIn } from "./support/acts.ts";
import {
  backUpNow,
  type Bucket,
  fillBucket,
  listedBackups,
  makeIdentity,
  openBackup,
  places,
} from "./support/backup-acts.ts";
import { addAndEnrol, owner, setUp } from "./support/first-day.ts";

const service = "Countersign";
const place = "Bucket of the twin town";

/** Adds the bucket, first with access keys that its server does not know. */
async function addBucket(page: Page, bucket: Bucket): Promise<void> {
  await openBackup(page, "Locations");
  await button(page, "Add a bucket").click();
  const dialog = page.getByRole("dialog", { name: "Add a bucket" });
  await field(dialog, "Name").fill(place);
  await fillBucket(dialog, { ...bucket, accessKeyId: "NOBODY" });
  await button(dialog, "Test and add").click();
  await expect(dialog.getByRole("alert")).toContainText("access keys");
  await field(dialog, "Access key").fill(bucket.accessKeyId);
  await button(dialog, "Test and add").click();
  await expect(dialog).toBeHidden();
  await expect(confirmDialog(page)).toHaveCount(0);
  await expect(places(page)).toContainText([place]);
}

async function backUp(page: Page): Promise<void> {
  await backUpNow(page);
  await expect(page.getByText("Last test restore passed just now")).toBeVisible();
  await expect(listedBackups(page)).toHaveCount(1);
  await expect(listedBackups(page)).toContainText(["Test-restored"]);
  await expect(listedBackups(page)).toContainText([`${place}: stored`]);
}

/** Whose entries there are: other tests' consoles have theirs in the same keyring. */
const accounts = async (): Promise<Set<string>> =>
  new Set((await keytar.findCredentials(service)).map(({ account }) => account));

/** As after a fire: neither the keychain nor anything else of the computer is left. */
async function forgetKeychain(bucket: Bucket, others: ReadonlySet<string>): Promise<void> {
  const credentials = (await keytar.findCredentials(service)).filter(({ account }) => !others.has(account));
  const secrets = credentials.map(({ password }) => Buffer.from(password, "base64").toString("utf8"));
  expect(secrets.filter((secret) => secret.includes(bucket.secretAccessKey))).toHaveLength(1);
  for (const { account } of credentials) await keytar.deletePassword(service, account);
  expect(await accounts()).toEqual(others);
}

/** On a computer that knows nothing: what is typed is on paper. */
async function restore(page: Page, bucket: Bucket, identity: string): Promise<void> {
  await expect(heading(page, "Welcome")).toBeVisible();
  await button(page, "Restore from a backup").click();
  await page.getByLabel("In a bucket or a folder").check();
  await fillBucket(page, bucket);
  await button(page, "Show what is there").click();
  await page.getByRole("radio", { name: /countersign-[0-9a-f]{8}-.*\.age/u }).check();
  await page.getByLabel("A backup key").check();
  await field(page, "Backup key").fill(`${identity.slice(0, 40)}\n${identity.slice(40).toLowerCase()}`);
  await button(page, "Check the backup").click();
  await expect(page.getByText("There is no console here that it would replace.")).toBeVisible();
  await expect(page.getByRole("row", { name: "People" })).toContainText("1");
  await button(page, "Restore").click();
  await expect(heading(page, "The backup was restored")).toBeVisible();
  await expect(page.getByText("This computer's keychain opens the restored console.")).toBeVisible();
  await button(page, "Go to sign-in").click();
}

async function helpDesk(page: Page, code: string): Promise<void> {
  await goTo(page, "Check a code");
  await page.getByLabel("Person", { exact: true }).fill("lovel");
  await page.getByRole("option", { name: "Ada Lovelace" }).click();
  await expect(await check(page, code)).toContainText("Accepted");
}

test("a computer is lost: the bucket and the identity on paper bring the console back", async ({ folder }) => {
  test.skip(keyringMissing(), "needs a keyring");
  const server = await startS3rver(path.join(folder, "server"));
  const bucket: Bucket = {
    endpoint: `http://127.0.0.1:${server.port}`,
    region: "eu-north-1",
    bucket: bucketName,
    ...serverKeys,
  };
  const others = await accounts();
  const lost = path.join(folder, "lost");
  const first = await launch(lost);
  let page = await first.firstWindow();
  const { phone, recoveryKey } = await test.step("set up", () => setUp(page));
  const ada = await test.step("enrol a person", () => addAndEnrol(page));
  const identity = await test.step("make a recovery identity", () =>
    makeIdentity(page, "Safe in room 12", { code: phone.next(), recoveryKey }));
  await test.step("add a bucket", () => addBucket(page, bucket));
  await test.step("back up", () => backUp(page));
  await first.close();
  rmSync(lost, { recursive: true });
  await test.step("the keychain is gone too", () => forgetKeychain(bucket, others));

  const second = await launch(path.join(folder, "new"));
  page = await second.firstWindow();
  await test.step("restore on a new computer", () => restore(page, bucket, identity));
  await test.step("sign in", async () => {
    // Codes of the phone are used up until the time of the restore; those on paper are not.
    await submitSignIn(page, { ...owner, code: phone.ahead() });
    await expect(heading(page, "People")).toBeVisible();
  });
  await test.step("the help desk knows the person's codes", () => helpDesk(page, ada.backupCodes[0] ?? ""));
  await second.close();
  await server.close();
});
