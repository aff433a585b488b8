import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

interface Report {
  violations: { id: string; nodes: { html: string }[] }[];
}

interface AxeWindow {
  axe: { run: (context: Document, options: object) => Promise<Report> };
}

/** Rule and place of each finding, short enough to read in a failure. */
const findings = ({ violations }: Report): string[] =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));

/** Runs in the page: colours on their way to others have arrived. */
async function transitionsEnd(): Promise<void> {
  const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
  // One that is cancelled is over too.
  await Promise.allSettled(ending.map((each) => each.finished));
}

/** What the window shows is accessible in light and dark and does not overflow to the right. */
export async function expectAccessible(page: Page): Promise<void> {
  // There are no frames here, so no second page is needed to put their results together.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
  expect(findings(await axe.analyze()), "light").toEqual([]);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  await page.evaluate(transitionsEnd);
  // Only the colours differ; the page has the checker already.
  const dark = await page.evaluate(() =>
    (window as unknown as AxeWindow).axe.run(document, {
      runOnly: ["color-contrast"],
      resultTypes: ["violations"],
    }),
  );
  expect(findings(dark), "dark").toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, "pixels beyond the right edge").toBeLessThanOrEqual(0);
}
