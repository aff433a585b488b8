import type { Page } from "playwright-core";
import type { Scenario } from "./fake/console.ts";
import { tableFile } from "./fake/imports.ts";
import { button, heading, type Use, useRenderer } from "./harness.ts";

/** Starts the renderer for the tests of a file. @returns opens the page of imports */
export function useImports(): (scenario: Scenario, use: Use) => Promise<void> {
  const inWindow = useRenderer();
  return (scenario, use) => inWindow({ role: "operator", ...scenario }, { at: "/people/import" }, use);
}

export const column = (page: Page, name: string) => page.getByLabel(`Field of column ${name}`, { exact: true });

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
