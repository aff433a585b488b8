import type { Page } from "playwright-core";
import { expect } from "vitest";
import { screenFaults } from "../../support/screen-faults.ts";

let seen = 0;

/** What the window shows is accessible in light and dark, and fits in whatever room there is. */
export async function expectAccessible(page: Page): Promise<void> {
  seen += 1;
  const test = (expect.getState().currentTestName ?? "").slice(-80);
  expect(await screenFaults(page, `${test} ${seen}`)).toEqual([]);
}
