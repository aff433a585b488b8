import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Rule and place of each finding, short enough to read in a failure. */
async function findings(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** What the window shows is accessible in light and dark and does not overflow to the right. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await findings(page), "light").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  // Only the colours differ.
  expect(await findings(page, ["color-contrast"]), "dark").toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, "pixels beyond the right edge").toBeLessThanOrEqual(0);
}
