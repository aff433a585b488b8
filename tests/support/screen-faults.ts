import { mkdirSync } from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { reflowFaults, tightSizes } from "./reflow.ts";

interface Report {
  violations: { id: string; nodes: { html: string; any: { message?: string }[] }[] }[];
}

interface AxeWindow {
  axe: { run: (context: Document, options: object) => Promise<Report> };
}

/** Rule, place and what is measured there, short enough to read in a failure. */
const linesOf = (scheme: string, { violations }: Report): string[] =>
  violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${scheme}: ${id}: ${html.slice(0, 160)} (${any[0]?.message ?? ""})`),
  );

/** Runs in the page: colours on their way to others have arrived. */
async function transitionsEnd(): Promise<void> {
  const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
  // One that is cancelled is over too.
  await Promise.allSettled(ending.map((each) => each.finished));
}

type Scheme = "light" | "dark";

async function show(page: Page, colorScheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
  await page.evaluate(transitionsEnd);
}

/** Puts axe into the page, where it stays until the next load: to read it takes longer than to run it. */
async function placeAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => "axe" in window)) return;
  // Its driver loads it to run rules; one that costs nothing. There are no frames, so no second page is needed.
  await new AxeBuilder({ page }).withRules("html-has-lang").setLegacyMode().analyze();
}

const runAxe = (page: Page, options: object): Promise<Report> =>
  page.evaluate((chosen) => (window as unknown as AxeWindow).axe.run(document, chosen), {
    resultTypes: ["violations"],
    ...options,
  });

/** What floats over the page is in no landmark, and each of two dialogs has a header. */
const ofPagesOnly = ["region", "landmark-no-duplicate-banner", "landmark-unique"];
const rules = Object.fromEntries(ofPagesOnly.map((rule) => [rule, { enabled: false }]));

/** Axe's rules in the scheme that is shown, and in the other one the colours, which alone are different there. */
async function accessFaults(page: Page): Promise<string[]> {
  const isDark = (await page.locator("html").getAttribute("data-mantine-color-scheme")) === "dark";
  const [first, second]: [Scheme, Scheme] = isDark ? ["dark", "light"] : ["light", "dark"];
  await show(page, first);
  await placeAxe(page);
  const all = await runAxe(page, { rules });
  await show(page, second);
  const colours = await runAxe(page, { runOnly: ["color-contrast"] });
  return [...linesOf(first, all), ...linesOf(second, colours)];
}

/** A folder for a picture of each screen at each of the tight sizes: COUNTERSIGN_PICTURES. */
const pictures = process.env["COUNTERSIGN_PICTURES"];

/** Until what measures itself has been told, and the page stands still: the next click hits what it is meant for. */
async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(async () => {
    for (const _ of [1, 2]) await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  });
}

/** The screen fits in its window, in the smallest one, and in the usual one at 200 %. */
async function fitFaults(page: Page, screen: string): Promise<string[]> {
  const found = (await page.evaluate(reflowFaults)).map((fault) => `as it is: ${fault}`);
  const usual = page.viewportSize();
  for (const size of tightSizes) {
    await resize(page, size);
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      const name = `${screen.replaceAll(/[^a-z0-9]+/giu, "-")}-${size.width}x${size.height}.png`;
      await page.screenshot({ path: path.join(pictures, name), animations: "disabled", caret: "hide" });
    }
    const faults = await page.evaluate(reflowFaults);
    found.push(...faults.map((fault) => `${size.width} x ${size.height}: ${fault}`));
  }
  if (usual) await resize(page, usual);
  return found;
}

/**
 * What is wrong with a screen for those who see badly or have little room: axe's findings in light and dark, and what
 * does not fit (WCAG 2.2, A and AA). It is left in the other scheme, in which the next one begins.
 *
 * @param screen names the pictures
 * @returns one line for each
 */
export const screenFaults = async (page: Page, screen: string): Promise<string[]> => [
  ...(await accessFaults(page)),
  ...(await fitFaults(page, screen)),
];
