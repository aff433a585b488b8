import type { Page } from "playwright-core";
import { text } from "#shared/texts/text.ts";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import type { Scenario } from "./fake/console.ts";
import { importSums, nursesImport, savedTable, tableDigest } from "./fake/imports.ts";
import { button, heading, inputs } from "./harness.ts";
import { asked, choose, column, toColumns, useImports } from "./importing.ts";

const importing = useImports();

async function toDryRun(page: Page): Promise<void> {
  await toColumns(page);
  await button(page, "Check the rows").click();
  await heading(page, "What the import would do").waitFor();
}

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
  it("shows sums that reconcile, each of them a filter of the results", () =>
    importing({}, async ({ page }) => {
      await toDryRun(page);
      const tiles = page.getByRole("group", { name: "Show" }).getByRole("button");
      const counts = (await tiles.allTextContents()).map((words) => Number(words.replaceAll(/\D/gu, "")));
      const { rows, create, update, unchanged, refused } = importSums;
      expect(counts).toEqual([rows, create, update, unchanged, refused]);
      expect(rows).toBe(create + update + unchanged + refused);
      const table = page.getByRole("table", { name: "Results" });
      expect(await table.getAttribute("aria-rowcount")).toBe(String(refused + 1));
      await page.getByRole("button", { name: "310 Changed" }).click();
      expect(await table.getAttribute("aria-rowcount")).toBe(String(update + 1));
      await page.getByText("Changed: 310", { exact: true }).waitFor();
      expect(new Set(await table.locator("[data-verdict]").allTextContents())).toEqual(new Set(["Changed"]));
      await page.getByRole("button", { name: "640 New" }).click();
      await page.getByText(/^New: the first 500 of 640/u).waitFor();
      expect(await page.getByRole("button", { name: "640 New" }).getAttribute("aria-pressed")).toBe("true");
      await page.getByText("3 new groups will be created").waitFor();
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
      await button(page, "Export results…").click();
      await page.getByText(`Saved: ${savedTable}`).waitFor();
      expect(inputs(fake, "imports.dryRun")).toEqual([asked, { ...asked, report: savedTable }]);
      expect(fake.count("imports.run")).toBe(0);
    }));

  it("says what is wrong with a file that is no table", () =>
    importing(
      {
        failing: {
          "imports.inspect": { code: "TABLE_UNREADABLE", text: text("tables.tooManyColumns", { most: 1000 }) },
        },
      },
      async ({ page }) => {
        await button(page, "Choose a file").click();
        await page.getByRole("alert").getByText("This table has more than 1,000 columns.", { exact: false }).waitFor();
        await button(page, "Choose a file").waitFor();
        expect(await heading(page, "Columns").count()).toBe(0);
      },
    ));
});

describe("the import", () => {
  it("imports what was looked at: refused rows first have to be skipped, and the digest goes along", () =>
    importing({}, async ({ page, fake }) => {
      await toDryRun(page);
      expect(await button(page, "Import 950 people").isDisabled()).toBe(true);
      await button(page, "Skip the refused rows").click();
      await button(page, "Import 950 people").click();
      await page.getByText("Personal 2026-11.csv was partly imported: 14 rows were skipped").waitFor();
      expect(inputs(fake, "imports.run")).toEqual([{ ...asked, rows: "good", digest: tableDigest }]);
      await page.getByText("640 new, 310 changed, 240 unchanged, 14 refused").waitFor();
      await page.getByRole("link", { name: "Enrol 640 new people by letter" }).click({ trial: true });
      await button(page, "Undo this import").click();
      await page.getByText("The import was undone").waitFor();
      expect(await page.getByText(/^Undo this import|^Enrol 640/u).count()).toBe(0);
      await button(page, "Import another table").click();
      await page.getByRole("row", { name: /Personal 2026-11\.csv.*Undone/u }).waitFor();
    }));

  it("leads back to the columns when the file has changed since the dry run, and keeps them", () => {
    const failing: NonNullable<Scenario["failing"]> = { "imports.run": { code: "TABLE_CHANGED" } };
    return importing({ failing }, async ({ page, fake }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("notes");
      await page.getByRole("radio", { name: "Skip it" }).check();
      await button(page, "Check the rows").click();
      await button(page, "Import 950 people").click();
      await button(page, "Read the file again").click();
      await page.getByText("The file has changed since it was read").waitFor();
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
      await button(page, "Skip the refused rows").click();
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
    const failing: NonNullable<Scenario["failing"]> = {
      "imports.run": { code: "CANCELLED", text: text("imports.finished"), details: { importId: nursesImport } },
    };
    return importing({ failing }, async ({ page, fake }) => {
      await toDryRun(page);
      await button(page, "Skip the refused rows").click();
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
      await button(page, "Skip the refused rows").click();
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
      await row("payroll.csv").getByText("No longer possible: its people have changed since").waitFor();
      await row("test.csv").getByText("Undone", { exact: true }).waitFor();
      await button(page, "Undo the import of nurses.csv").click();
      await page.getByText("640 people that it added are removed.").waitFor();
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
      await choose(page, "Separator", "Semicolon");
      await button(page, "Choose where to save").click();
      await page.getByText("137 people exported").waitFor();
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
      await button(page, "Skip the refused rows").click();
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
