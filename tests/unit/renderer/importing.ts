import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import type { ProcedureName } from "#shared/contract/index.ts";
import type { FakeConsole, Scenario } from "./fake/console.ts";
import { tableFile } from "./fake/imports.ts";
import { type OpenedWindow, type RendererUnderTest, startRenderer } from "./window.ts";

let renderer: RendererUnderTest;

/** Opens the page of imports for the tests of a file. */
export function useImports(): void {
  beforeAll(async () => {
    renderer = await startRenderer();
  }, 60_000);
  afterAll(() => renderer.close());
}

export async function importing(scenario: Scenario, use: (window: OpenedWindow) => Promise<void>): Promise<void> {
  const window = await renderer.open({ role: "operator", ...scenario }, { at: "/people/import" });
  await use(window);
  expect(window.faults).toEqual([]);
  await window.close();
}

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
export const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
export const column = (page: Page, name: string) => page.getByLabel(`Field of column ${name}`, { exact: true });
export const inputs = (fake: FakeConsole, procedure: ProcedureName) =>
  fake.calls.filter((call) => call.procedure === procedure).map(({ input }) => input);

export async function toColumns(page: Page): Promise<void> {
  await button(page, "Choose a file").click();
  await heading(page, "Columns").waitFor();
}

export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** The mapping that the table's headings propose. */
export const proposed = { externalId: 0, username: 1, firstName: 2, lastName: 3, email: 4, groups: 5 };
/** What the console is asked when nothing is changed. */
export const asked = {
  file: tableFile,
  encoding: "utf-8",
  delimiter: ";",
  header: true,
  headerRow: 1,
  mapping: proposed,
  matchBy: "username",
  update: true,
  createGroups: true,
  rows: "all",
};
