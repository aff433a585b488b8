import { describe, expect, it } from "vitest";
import { text } from "#shared/texts/text.ts";
import type { Scenario } from "./fake/console.ts";
import { tableFile } from "./fake/imports.ts";
import { button, heading, inputs } from "./harness.ts";
import { asked, choose, column, proposed, toColumns, useImports } from "./importing.ts";

const importing = useImports();

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
      await button(page, "Detect again").click();
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
      await button(page, "Detect again").click();
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
      await page.getByText("Choose the column with the username.").waitFor();
      expect(await button(page, "Check the rows").isDisabled()).toBe(true);
      await page.getByRole("radio", { name: "External id" }).check();
      await page.getByText(/only people who are already here can be updated/u).waitFor();
      expect(await button(page, "Check the rows").isEnabled()).toBe(true);
    }));

  it("are drawn only as far as they are in sight, a thousand of them too", () =>
    importing({}, async ({ page }) => {
      await toColumns(page);
      await choose(page, "Separator", "Vertical bar");
      await page.getByText("1,000 columns.", { exact: false }).waitFor();
      const table = page.getByRole("table", { name: "Columns of the table" });
      expect(await table.getAttribute("aria-rowcount")).toBe("1001");
      expect(await table.getByRole("row").count()).toBeLessThan(30);
      await table.getByRole("rowgroup").last().focus();
      await page.keyboard.press("End");
      await column(page, "ALL F1000").waitFor();
    }));

  it("show a conflict at the column that it is about, lose nothing by it, and can be checked again", () => {
    const failing: NonNullable<Scenario["failing"]> = {
      "imports.dryRun": {
        code: "INVALID_INPUT",
        fields: { "mapping.email": text("plain.legacy", { sentence: "This column is empty in every row." }) },
      },
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
      await button(page, "Continue with this file").click();
      expect(await column(page, "G Bemerkung").inputValue()).toBe("notes");
      await page.getByRole("link", { name: "Health" }).click();
      await heading(page, "Leave the import?").waitFor();
      await button(page, "Stay").click();
      expect(await column(page, "G Bemerkung").inputValue()).toBe("notes");
    }));
});
