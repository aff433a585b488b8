import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { requireTool } from "../support/tools.ts";
import { expect, test } from "./fixtures.ts";
import { button, field, heading, openPerson, readBackupCodes, readRecoveryKey } from "./support/acts.ts";
import { saveAs } from "./support/dialogs.ts";
import { organisation } from "./support/prepared.ts";

const textOf = (pdf: Buffer | string): string =>
  typeof pdf === "string"
    ? execFileSync(requireTool("pdftotext"), ["-layout", pdf, "-"], { encoding: "utf8" })
    : execFileSync(requireTool("pdftotext"), ["-layout", "-", "-"], { input: pdf, encoding: "utf8" });

/** What the printer would get. */
async function printed(app: ElectronApplication): Promise<string> {
  const base64 = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const pdf = await window?.webContents.printToPDF({});
    return pdf ? Buffer.from(pdf).toString("base64") : "";
  });
  return textOf(Buffer.from(base64, "base64"));
}

async function savedAsPdf(app: ElectronApplication, page: Page, file: string): Promise<string> {
  await saveAs(app, file);
  await button(page, "Save as PDF").click();
  await expect(page.getByRole("status").filter({ hasText: `Saved as ${file}` })).toBeVisible();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  return textOf(file);
}

test("backup codes come out on paper, in a PDF and on the clipboard", async ({
  signedIn: page,
  prepared,
  app,
  folder,
}) => {
  const { name, username } = prepared.ada;
  await openPerson(page, name);
  await button(page, "Make new codes").click();
  await button(page.getByRole("dialog"), "Make new codes now").click();
  const codes = await readBackupCodes(page);

  const paper = await printed(app);
  for (const code of codes) expect(paper).toContain(code);
  expect(paper).toContain(organisation);
  expect(paper).toContain(username);
  // The page for the printer, not the window.
  expect(paper).not.toContain("Recent events");
  await expect(page.getByRole("dialog")).toBeVisible();

  const pdf = await savedAsPdf(app, page, path.join(folder, "codes.pdf"));
  for (const code of codes) expect(pdf).toContain(code);
  expect(pdf).toContain(username);

  await button(page, "Copy").click();
  await expect(page.getByText("The clipboard will be cleared in one minute.")).toBeVisible();
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied.split("\n")).toEqual(codes);
});

test("the recovery key comes out on paper and in a PDF", async ({ page, app, folder }) => {
  await button(page, "Set up a new console").click();
  await field(page, "Organisation").fill(organisation);
  await button(page, "Next").click();
  await field(page, "Your name for signing in").fill("olga");
  await field(page, "Password").fill("correct horse battery 71");
  await field(page, "Password again").fill("correct horse battery 71");
  await button(page, "Next").click();
  await expect(heading(page, "Recovery key")).toBeVisible();
  const groups = await readRecoveryKey(page);
  const plain = (text: string): string => text.replaceAll(/[\s-]/gu, "");

  expect(plain(await printed(app))).toContain(groups.join(""));
  expect(plain(await savedAsPdf(app, page, path.join(folder, "recovery.pdf")))).toContain(groups.join(""));
});
