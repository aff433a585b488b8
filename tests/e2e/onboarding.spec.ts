import { execFileSync } from "node:child_process";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { requireTool } from "../support/tools.ts";
import { expect, test } from "./fixtures.ts";
import { button, check, goTo, heading } from "./support/acts.ts";
import { openFile, saveAs } from "./support/dialogs.ts";
import { Phone } from "./support/phone.ts";

/** As a personnel system exports it: Windows-1252, semicolons, German headers, a preamble of empty cells, faults. */
const table = [
  "Personalnr;Vorname;Nachname;Kennung;Mail;Station;Bemerkung",
  "1001;Jürgen;Groß;jgross;jgross@example.org;Pflege;",
  '1002;Zoë;Müller;zmueller;zmueller@example.org;Pflege;"mehrere\nZeilen"',
  "1003;Ada;Byron;ADA;ada.byron@example.org;Aufnahme;",
  "1004;Kein;Konto;;kk@example.org;Pflege;",
  "1005;Falsche;Adresse;fadresse;keine Adresse;Pflege;",
  "1006;Jürgen;Doppelt;JGROSS;jd@example.org;Pflege;",
  "1007;Sören;Åkesson;sakesson;;Pflege;=1+1",
  "1008;Léa;Dupont;ldupont;lea@example.org;Pflege;",
].join("\r\n");

const columns = (page: Page) => page.getByRole("table", { name: "Columns of the table" });
const holds = (page: Page, header: string) => page.getByLabel(new RegExp(`^Field of column [A-Z] ${header}$`, "u"));

async function openTable(page: Page): Promise<void> {
  await goTo(page, "People");
  await page.getByRole("link", { name: "Import", exact: true }).click();
  await button(page, /^Choose (a|another) file$/u).click();
  await expect(columns(page)).toBeVisible();
}

/** The headers are not the ones that everybody uses: two columns are named by hand. */
async function mapColumns(page: Page): Promise<void> {
  await holds(page, "Kennung").selectOption({ label: "Username" });
  await holds(page, "Station").selectOption({ label: "Groups" });
  await button(page, "Check the rows").click();
}

async function importGoodRows(page: Page): Promise<void> {
  await expect(heading(page, "What the import would do")).toBeVisible();
  await expect(page.getByText("4 rows are refused, so nothing would be imported")).toBeVisible();
  for (const why of ["not an e-mail address", "The same username as in row 2", "The username is missing"]) {
    await expect(page.getByRole("table", { name: "Results" })).toContainText(why);
  }
  await button(page, "Skip the refused rows").click();
  await button(page, /^Import \d+/u).click();
  await expect(page.getByRole("status").filter({ hasText: "was partly imported: 4 rows were skipped" })).toBeVisible();
}

/** Each page of a PDF as a picture. */
function pagesOf(pdf: string, folder: string): Buffer[] {
  execFileSync(requireTool("pdftoppm"), ["-r", "150", "-png", pdf, path.join(folder, "page")]);
  const pictures = readdirSync(folder).filter((name) => name.startsWith("page"));
  return pictures.toSorted().map((name) => execFileSync("cat", [path.join(folder, name)]));
}

test("a messy table becomes people, the people get letters, and a letter's first code enrols", async ({
  signedIn: page,
  app,
  folder,
}) => {
  const csv = path.join(folder, "personal.csv");
  writeFileSync(csv, Buffer.from(table, "latin1"));
  await openFile(app, csv);

  await openTable(page);
  await mapColumns(page);
  await importGoodRows(page);
  await button(page, "Undo this import").click();
  await expect(page.getByRole("status").filter({ hasText: "The import was undone" })).toContainText("3 people removed");
  await button(page, "Go to people")
    .or(page.getByRole("link", { name: "Go to people" }))
    .click();
  await expect(page.getByRole("status").filter({ hasText: "2 people" })).toBeVisible();

  await openTable(page);
  await mapColumns(page);
  await importGoodRows(page);
  await page.getByRole("link", { name: "Go to people" }).click();
  await expect(page.getByRole("link", { name: "Sören Åkesson" })).toBeVisible();

  const pdf = path.join(folder, "letters.pdf");
  await saveAs(app, pdf);
  await goTo(page, "Letters");
  await page.getByRole("link", { name: "New letters" }).click();
  await page.getByRole("combobox", { name: "People" }).click();
  await page.getByRole("option", { name: /^Group Pflege/u }).click();
  await button(page, "Choose where to save").click();
  await button(page, "Make 3 letters").click();
  await expect(page.getByRole("status").filter({ hasText: "3" })).toBeVisible();
  await expect(page.getByText("What to do now")).toBeVisible();
  expect(statSync(pdf).mode & 0o777).toBe(0o600);

  const phones = pagesOf(pdf, folder).map((picture) => Phone.scan(picture));
  expect(phones).toHaveLength(3);
  const accounts = phones.map(({ uri }) => decodeURIComponent(uri.pathname).split(":").at(-1)?.trim());
  expect(new Set(accounts)).toEqual(new Set(["ldupont", "sakesson", "zmueller"]));
  for (const [name, username] of [
    ["Léa Dupont", "ldupont"],
    ["Zoë Müller", "zmueller"],
    ["Sören Åkesson", "sakesson"],
  ] as const) {
    await goTo(page, "People");
    await page.getByRole("table", { name: "People" }).getByRole("link", { name, exact: true }).click();
    await expect(heading(page, name)).toBeVisible();
    const phone = phones[accounts.indexOf(username)];
    await expect(await check(page, phone?.next() ?? "")).toContainText("Accepted");
  }
  await goTo(page, "Letters");
  await expect(page.getByRole("cell", { name: "Used", exact: true })).toHaveCount(3);
});
