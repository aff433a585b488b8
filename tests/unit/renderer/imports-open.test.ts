import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProcedureName } from "#shared/contract/index.ts";
import { expectAccessible } from "./accessible.ts";
import type { FakeConsole, Scenario } from "./fake/console.ts";
import { tableFile } from "./fake/imports.ts";
import { type OpenedWindow, type RendererUnderTest, startRenderer } from "./window.ts";

let renderer: RendererUnderTest;
beforeAll(async () => {
  renderer = await startRenderer();
}, 60_000);
afterAll(() => renderer.close());

async function importing(scenario: Scenario, use: (window: OpenedWindow) => Promise<void>): Promise<void> {
  const window = await renderer.open({ role: "operator", ...scenario }, { at: "/people/import" });
  await use(window);
  expect(window.faults).toEqual([]);
  await window.close();
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
const column = (page: Page, name: string) => page.getByLabel(`What column ${name} holds`, { exact: true });
const inputs = (fake: FakeConsole, procedure: ProcedureName) =>
  fake.calls.filter((call) => call.procedure === procedure).map(({ input }) => input);

async function toColumns(page: Page): Promise<void> {
  await button(page, "Choose a file").click();
  await heading(page, "Columns").waitFor();
}

const proposed = { externalId: 0, username: 1, firstName: 2, lastName: 3, email: 4, groups: 5 };
const asked = {
  file: tableFile,
  encoding: "utf-8",
  delimiter: ";",
  header: true,
  mapping: proposed,
  matchBy: "username",
  update: true,
  createGroups: true,
  rows: "all",
};

describe("what the table leaves open", () => {
  it("is asked, and the answer goes into the next check and the import", () =>
    importing({}, async ({ page, fake }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("status");
      await button(page, "Check the rows").click();
      await heading(page, "To be decided").waitFor();
      await page.getByText("What does the status “on call” mean: active, disabled or left?").waitFor();
      await page.getByText("3 rows: 4, 9, 12").waitFor();
      await page.getByText("12 people lose something they have now").waitFor();
      await page.getByText("Login looks like an id (JHADDAD · ECELIK)").waitFor();
      await page.getByText("Row 1206: Summe 1204").waitFor();
      await page.getByText("Bemerkung → Status").waitFor();
      await expectAccessible(page);
      await button(page, "Disabled").click();
      await heading(page, "What the import would do").waitFor();
      await heading(page, "To be decided").waitFor({ state: "detached" });
      expect(inputs(fake, "imports.dryRun").at(-1)).toEqual({
        ...asked,
        mapping: { ...proposed, status: 6 },
        statusWords: { "on call": "disabled" },
      });
    }));

  it("stays left out where it was left out by hand", () =>
    importing({}, async ({ page, fake }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("status");
      await column(page, "G Bemerkung").selectOption("");
      await button(page, "Check the rows").click();
      await heading(page, "What the import would do").waitFor();
      expect(inputs(fake, "imports.dryRun")).toEqual([{ ...asked, ignore: [6] }]);
    }));
});
