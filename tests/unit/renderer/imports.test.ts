import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProcedureName } from "#shared/contract/index.ts";
import { expectAccessible } from "./accessible.ts";
import type { FakeConsole, Scenario } from "./fake/console.ts";
import { importSums, nursesImport, savedTable, tableDigest, tableFile } from "./fake/imports.ts";
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

async function toDryRun(page: Page): Promise<void> {
  await toColumns(page);
  await button(page, "Check the rows").click();
  await heading(page, "What the import would do").waitFor();
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

const proposed = { externalId: 0, username: 1, firstName: 2, lastName: 3, email: 4, groups: 5 };
const asked = {
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

describe("the columns", () => {
  it("are proposed, and each field is one column's: choosing it elsewhere moves it", () =>
    importing({}, async ({ page, fake }) => {
      await toColumns(page);
      expect(await column(page, "B Login").inputValue()).toBe("username");
      await column(page, "H Login").selectOption({ label: "Username (now column B)" });
      expect(await column(page, "B Login").inputValue()).toBe("");
      expect(await column(page, "H Login").inputValue()).toBe("username");
      await column(page, "G Bemerkung").selectOption("notes");
      await button(page, "Check the rows").click();
      await heading(page, "What the import would do").waitFor();
      expect(inputs(fake, "imports.dryRun")).toEqual([{ ...asked, mapping: { ...proposed, username: 7, notes: 6 } }]);
    }));

  it("are read again when encoding, separator or heading are changed, and keep what was chosen by their names", () =>
    importing({}, async ({ page, fake }) => {
      await toColumns(page);
      await page.getByText("Jörg", { exact: true }).waitFor();
      await column(page, "G Bemerkung").selectOption("notes");
      await choose(page, "Encoding", "Windows-1252 (Western)");
      await page.getByText("JÃ¶rg", { exact: true }).waitFor();
      expect(await column(page, "G Bemerkung").inputValue()).toBe("notes");
      await choose(page, "Header row", "None");
      await page.getByText("Bemerkung", { exact: true }).waitFor();
      expect(await column(page, "G").inputValue()).toBe("notes");
      await button(page, "Find out again").click();
      await page.getByText("Jörg", { exact: true }).waitFor();
      expect(inputs(fake, "imports.inspect")).toEqual([
        { file: tableFile },
        { file: tableFile, encoding: "windows-1252", delimiter: ";", header: true },
        { file: tableFile, encoding: "windows-1252", delimiter: ";", header: false },
        { file: tableFile },
      ]);
    }));

  it("are read as somebody says: the header row, the order of names, the separator of groups", () =>
    importing({}, async ({ page, fake }) => {
      await toColumns(page);
      await choose(page, "Header row", "Row 3");
      await choose(page, "Name order", "Last name first");
      await choose(page, "Group separator", "Comma");
      await choose(page, "Encoding", "Windows-1252 (Western)");
      await page.getByText("JÃ¶rg", { exact: true }).waitFor();
      await button(page, "Check the rows").click();
      await heading(page, "What the import would do").waitFor();
      await button(page, "Back").click();
      await button(page, "Find out again").click();
      await page.getByText("Jörg", { exact: true }).waitFor();
      await button(page, "Check the rows").click();
      await heading(page, "What the import would do").waitFor();
      expect(inputs(fake, "imports.inspect")).toEqual([
        { file: tableFile },
        { file: tableFile, encoding: "utf-8", delimiter: ";", header: true, headerRow: 3 },
        { file: tableFile, encoding: "windows-1252", delimiter: ";", header: true, headerRow: 3 },
        { file: tableFile },
      ]);
      expect(inputs(fake, "imports.dryRun")).toEqual([
        { ...asked, encoding: "windows-1252", headerRow: 3, names: "lastFirst", groupsBy: "," },
        asked,
      ]);
    }));

  it("cannot be imported without the one by which people are found", () =>
    importing({}, async ({ page }) => {
      await toColumns(page);
      await column(page, "B Login").selectOption("");
      await page.getByText("Choose the column that holds the username.").waitFor();
      expect(await button(page, "Check the rows").isDisabled()).toBe(true);
      await page.getByRole("radio", { name: "External id" }).check();
      await page.getByText(/only people who are here already can be changed/u).waitFor();
      expect(await button(page, "Check the rows").isEnabled()).toBe(true);
    }));

  it("are drawn only as far as they are in sight, a thousand of them too", () =>
    importing({}, async ({ page }) => {
      await toColumns(page);
      await choose(page, "Between the cells", "Vertical bar");
      await page.getByText("1,000 columns.", { exact: false }).waitFor();
      const table = page.getByRole("table", { name: "Columns of the table" });
      expect(await table.getAttribute("aria-rowcount")).toBe("1001");
      expect(await table.getByRole("row").count()).toBeLessThan(30);
      await table.getByRole("rowgroup").last().focus();
      await page.keyboard.press("End");
      await column(page, "ALL F1000").waitFor();
    }));

  it("show a conflict at the column that it is about, lose nothing by it, and can be checked again", () => {
    const failing: Scenario["failing"] = {
      "imports.dryRun": { code: "INVALID_INPUT", fields: { "mapping.email": "This column is empty in every row." } },
    };
    return importing({ failing }, async ({ page }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("notes");
      await button(page, "Check the rows").click();
      await page.getByRole("alert").waitFor();
      const marked = column(page, "E E-Mail");
      expect(await marked.getAttribute("aria-invalid")).toBe("true");
      const described = (await marked.getAttribute("aria-describedby")) ?? "";
      expect(await page.locator(`[id="${described}"]`).textContent()).toBe("This column is empty in every row.");
      expect(await column(page, "G Bemerkung").inputValue()).toBe("notes");
      delete failing["imports.dryRun"];
      await button(page, "Check the rows").click();
      await heading(page, "What the import would do").waitFor();
    });
  });

  it("are kept on the way back to the file and on a change of place that is not meant", () =>
    importing({}, async ({ page }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("notes");
      await button(page, "Back").click();
      await button(page, "Go on with this file").click();
      expect(await column(page, "G Bemerkung").inputValue()).toBe("notes");
      await page.getByRole("link", { name: "Health" }).click();
      await heading(page, "Leave the import?").waitFor();
      await button(page, "Stay").click();
      expect(await column(page, "G Bemerkung").inputValue()).toBe("notes");
    }));
});

describe("remembered mappings", () => {
  it("fill in the columns that are there and name those that are not", () =>
    importing({}, async ({ page }) => {
      await toColumns(page);
      await button(page, "Remembered").click();
      await page.getByRole("menuitem", { name: "Payroll export", exact: true }).click();
      await page.getByText("Missing: Kommentar").waitFor();
      expect(await column(page, "B Login").inputValue()).toBe("username");
      expect(await column(page, "E E-Mail").inputValue()).toBe("email");
      expect(await column(page, "C Vorname").inputValue()).toBe("");
    }));

  it("are saved by the columns' headings and forgotten on demand", () =>
    importing({}, async ({ page, fake }) => {
      await toColumns(page);
      await button(page, "Remember this mapping…").click();
      await page.getByLabel("Name", { exact: true }).fill("Hospital");
      await page.keyboard.press("Enter");
      await page.getByText("“Hospital” is filled in for tables with these columns.").waitFor();
      expect(inputs(fake, "imports.savePreset")).toEqual([
        {
          name: "Hospital",
          headers: {
            externalId: "Personalnummer",
            username: "Login",
            firstName: "Vorname",
            lastName: "Nachname",
            email: "E-Mail",
            groups: "Abteilung",
          },
        },
      ]);
      await button(page, "Remembered").click();
      await page.getByRole("menuitem", { name: "Forget “Hospital”" }).click();
      await button(page, "Forget").click();
      await heading(page, "Forget “Hospital”?").waitFor({ state: "detached" });
      await button(page, "Remembered").click();
      await page.getByRole("menuitem", { name: "Payroll export", exact: true }).waitFor();
      expect(await page.getByRole("menuitem", { name: "Hospital", exact: true }).count()).toBe(0);
    }));
});

describe("the dry run", () => {
  it("shows sums that reconcile, each of them a filter of the verdicts", () =>
    importing({}, async ({ page }) => {
      await toDryRun(page);
      const tiles = page.getByRole("group", { name: "Show" }).getByRole("button");
      const counts = (await tiles.allTextContents()).map((text) => Number(text.replaceAll(/\D/gu, "")));
      const { rows, create, update, unchanged, refused } = importSums;
      expect(counts).toEqual([rows, create, update, unchanged, refused]);
      expect(rows).toBe(create + update + unchanged + refused);
      const table = page.getByRole("table", { name: "Verdicts" });
      expect(await table.getAttribute("aria-rowcount")).toBe(String(refused + 1));
      await page.getByRole("button", { name: "310 Changed" }).click();
      expect(await table.getAttribute("aria-rowcount")).toBe(String(update + 1));
      await page.getByText("Changed: 310", { exact: true }).waitFor();
      expect(new Set(await table.locator("[data-verdict]").allTextContents())).toEqual(new Set(["Changed"]));
      await page.getByRole("button", { name: "640 New" }).click();
      await page.getByText(/^New: the first 500 of 640/u).waitFor();
      expect(await page.getByRole("button", { name: "640 New" }).getAttribute("aria-pressed")).toBe("true");
      await page.getByText("3 new groups will be made").waitFor();
    }));

  it("can be cancelled and leads back to the columns without an error", () =>
    importing({ hanging: ["imports.dryRun"] }, async ({ page }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("notes");
      await button(page, "Check the rows").click();
      await button(page, "Cancel").click();
      await heading(page, "Columns").waitFor();
      expect(await column(page, "G Bemerkung").inputValue()).toBe("notes");
      expect(await page.getByRole("alert").count()).toBe(0);
    }));

  it("writes every verdict into a table by another dry run", () =>
    importing({}, async ({ page, fake }) => {
      await toDryRun(page);
      await button(page, "Save all verdicts as a table…").click();
      await page.getByText(`Saved: ${savedTable}`).waitFor();
      expect(inputs(fake, "imports.dryRun")).toEqual([asked, { ...asked, report: savedTable }]);
      expect(fake.count("imports.run")).toBe(0);
    }));

  it("says what is wrong with a file that is no table", () =>
    importing(
      {
        failing: { "imports.inspect": { code: "TABLE_UNREADABLE", message: "This file has more than 1,000 columns." } },
      },
      async ({ page }) => {
        await button(page, "Choose a file").click();
        await page.getByRole("alert").getByText("This file has more than 1,000 columns.").waitFor();
        await button(page, "Choose a file").waitFor();
        expect(await heading(page, "Columns").count()).toBe(0);
      },
    ));
});

describe("the import", () => {
  it("imports what was looked at: a refused row first has to be left out, and the digest goes along", () =>
    importing({}, async ({ page, fake }) => {
      await toDryRun(page);
      expect(await button(page, "Import 950 people").isDisabled()).toBe(true);
      await button(page, "Leave the refused rows out").click();
      await button(page, "Import 950 people").click();
      await page.getByText("Personal 2026-11.csv was imported in part: 14 rows were left out").waitFor();
      expect(inputs(fake, "imports.run")).toEqual([{ ...asked, rows: "good", digest: tableDigest }]);
      await page.getByText("640 new, 310 changed, 240 unchanged, 14 refused").waitFor();
      await page.getByRole("link", { name: "Enrol 640 new people by letters" }).click({ trial: true });
      await button(page, "Undo this import").click();
      await page.getByText("The import was undone").waitFor();
      expect(await page.getByText(/^Undo this import|^Enrol 640/u).count()).toBe(0);
      await button(page, "Import another table").click();
      await page.getByRole("row", { name: /Personal 2026-11\.csv.*Undone/u }).waitFor();
    }));

  it("leads back to the columns when the file was changed behind the dry run, and keeps them", () => {
    const failing: Scenario["failing"] = { "imports.run": { code: "TABLE_CHANGED" } };
    return importing({ failing }, async ({ page, fake }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("notes");
      await page.getByRole("radio", { name: "Leave it out" }).check();
      await button(page, "Check the rows").click();
      await button(page, "Import 950 people").click();
      await button(page, "Look at the file again").click();
      await page.getByText("The file has changed since it was looked at").waitFor();
      expect(await column(page, "G Bemerkung").inputValue()).toBe("notes");
      expect(fake.count("imports.inspect")).toBe(2);
      delete failing["imports.run"];
      await button(page, "Check the rows").click();
      await button(page, "Import 950 people").click();
      await button(page, "Undo this import").waitFor();
    });
  });

  it("shows its progress, asks before it is left, and imports nothing when it is cancelled", () =>
    importing({ hanging: ["imports.run"] }, async ({ page }) => {
      await toDryRun(page);
      await button(page, "Leave the refused rows out").click();
      await button(page, "Import 950 people").click();
      await page.getByRole("progressbar", { name: "Importing the people" }).waitFor();
      await page.getByRole("link", { name: "Health" }).click();
      await heading(page, "Stop the import?").waitFor();
      await button(page, "Stay").click();
      await button(page, "Cancel").click();
      await button(page, "Import 950 people").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
    }));

  it("says so when it was finished before it could be cancelled, and offers the undo", () => {
    const message = "The import was finished before it could be cancelled. It can be undone.";
    const failing: Scenario["failing"] = {
      "imports.run": { code: "CANCELLED", message, details: { importId: nursesImport } },
    };
    return importing({ failing }, async ({ page, fake }) => {
      await toDryRun(page);
      await button(page, "Leave the refused rows out").click();
      await button(page, "Import 950 people").click();
      await page.getByRole("alert").getByText(message).waitFor();
      await button(page, "Undo this import").click();
      await page.getByText("The import was undone").waitFor();
      expect(inputs(fake, "imports.undo")).toEqual([{ id: nursesImport }]);
    });
  });

  it("asks for another dry run when a row is refused only now", () =>
    importing({ failing: { "imports.run": { code: "IMPORT_REFUSED" } } }, async ({ page, fake }) => {
      await toDryRun(page);
      await button(page, "Leave the refused rows out").click();
      await button(page, "Import 950 people").click();
      await page.getByText(/Check again to see which rows/u).waitFor();
      await button(page, "Check again").click();
      await page.getByRole("alert").waitFor({ state: "detached" });
      await button(page, "Import 950 people").waitFor();
      expect(fake.count("imports.dryRun")).toBe(2);
    }));
});

describe("recent imports", () => {
  it("can be undone or say why not", () =>
    importing({}, async ({ page, fake }) => {
      const row = (name: string) => page.getByRole("row").filter({ hasText: name });
      await row("payroll.csv").getByText("No longer: its people were changed since").waitFor();
      await row("test.csv").getByText("Undone", { exact: true }).waitFor();
      await button(page, "Undo the import of nurses.csv").click();
      await page.getByText("640 people that it made are removed.").waitFor();
      await button(page, "Undo the import").click();
      await row("nurses.csv").getByText("Undone", { exact: true }).waitFor();
      expect(fake.count("imports.undo")).toBe(1);
    }));

  it("keep the question open with the reason when an undo is refused", () =>
    importing({ failing: { "imports.undo": { code: "UNDO_REFUSED" } } }, async ({ page }) => {
      await button(page, "Undo the import of nurses.csv").click();
      await button(page, "Undo the import").click();
      await page
        .getByRole("alert")
        .getByText(/can no longer be undone/u)
        .waitFor();
      expect(await heading(page, "Undo the import of nurses.csv?").isVisible()).toBe(true);
    }));
});

describe("the export", () => {
  it("writes the people into the chosen table and says how many and where", () =>
    importing({}, async ({ page, fake }) => {
      await button(page, "Export everyone").click();
      await choose(page, "Between the cells", "Semicolon");
      await button(page, "Choose where to save").click();
      await page.getByText("137 people written").waitFor();
      await page.getByText(savedTable).waitFor();
      expect(inputs(fake, "imports.exportUsers")).toEqual([{ file: savedTable, delimiter: ";" }]);
    }));

  it("can be cancelled", () =>
    importing({ hanging: ["imports.exportUsers"] }, async ({ page }) => {
      await button(page, "Export everyone").click();
      await button(page, "Choose where to save").click();
      await button(page, "Cancel").click();
      await button(page, "Choose where to save").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
    }));
});

describe("every step is accessible in light and dark, and overflows nowhere", () => {
  const ways: Record<string, (page: Page) => Promise<void>> = {
    file: (page) => page.getByRole("row").filter({ hasText: "payroll.csv" }).waitFor(),
    columns: toColumns,
    "a preset's name": async (page) => {
      await toColumns(page);
      await button(page, "Remember this mapping…").click();
      await page.getByLabel("Name", { exact: true }).waitFor();
    },
    "dry run": toDryRun,
    result: async (page) => {
      await toDryRun(page);
      await button(page, "Leave the refused rows out").click();
      await button(page, "Import 950 people").click();
      await button(page, "Undo this import").waitFor();
    },
    export: async (page) => {
      await button(page, "Export everyone").click();
      await button(page, "Choose where to save").waitFor();
    },
  };
  it.each(Object.keys(ways))("%s", (step) =>
    importing({}, async ({ page }) => {
      await ways[step]?.(page);
      await expectAccessible(page);
    }),
  );
});
