import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { FakeConsole, Scenario } from "./fake/console.ts";
import { type OpenedWindow, type OpenOptions, type RendererUnderTest, startRenderer } from "./window.ts";

/** What a test does in its window. */
export type Use = (window: OpenedWindow) => Promise<void>;

type OpenWindow = (scenario: Scenario, options: OpenOptions, use: Use) => Promise<void>;

/**
 * Starts the renderer for the tests of a file.
 * @returns opens a window, uses it, expects it to be without faults, and closes it
 */
export function useRenderer(): OpenWindow {
  let renderer: RendererUnderTest;
  beforeAll(async () => {
    renderer = await startRenderer();
  }, 60_000);
  afterAll(() => renderer.close());
  return async (scenario, options, use) => {
    const window = await renderer.open(scenario, options);
    await use(window);
    expect(window.faults).toEqual([]);
    await window.close();
  };
}

export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: true });

export const heading = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole("heading", { name, exact: true });

/** The inputs of all calls of a procedure so far. */
export const inputs = (fake: FakeConsole, procedure: string): unknown[] =>
  fake.calls.filter((call) => call.procedure === procedure).map(({ input }) => input);
