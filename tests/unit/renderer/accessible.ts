import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { reflowFaults, tightSizes } from "../../support/reflow.ts";

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

/** A folder that takes a picture of each screen at each size: COUNTERSIGN_PICTURES. */
const pictures = process.env["COUNTERSIGN_PICTURES"];
let taken = 0;

/** The screen fits in the smallest window, and in the usual one at 200 %. */
async function expectReflow(page: Page): Promise<void> {
  const usual = page.viewportSize();
  for (const size of tightSizes) {
    await page.setViewportSize(size);
    // What measures itself has been told.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    if (pictures !== undefined) {
      taken += 1;
      const screen = (expect.getState().currentTestName ?? "").replaceAll(/[^a-z0-9]+/giu, "-").slice(-80);
      await page.screenshot({ path: path.join(pictures, `${screen}-${taken}-${size.width}.png`) });
    }
    expect.soft(await page.evaluate(reflowFaults), `${size.width} x ${size.height}`).toEqual([]);
  }
  if (usual) await page.setViewportSize(usual);
}

/** What the window shows is accessible in light and dark, and fits in whatever room there is. */
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
  expect(await page.evaluate(reflowFaults), "as wide as it is").toEqual([]);
  await expectReflow(page);
}
