import { expect, type Locator, type Page } from "@playwright/test";

/** Presses Tab until the focus is there, as someone without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  const seen: string[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    seen.push(await page.evaluate(() => document.activeElement?.textContent?.slice(0, 30) ?? ""));
  }
  throw new Error(`Tab does not lead there, but along: ${seen.join(" | ")}`);
}
