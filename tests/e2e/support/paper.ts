import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { type ElectronApplication, expect, type Page } from "@playwright/test";
import { requireTool } from "../../support/tools.ts";
import { button } from "./acts.ts";
import { saveAs } from "./dialogs.ts";

/** The first page of a PDF as a PNG picture. */
export const firstPage = (pdf: string): Buffer =>
  execFileSync(requireTool("pdftoppm"), ["-r", "150", "-png", "-singlefile", pdf], { maxBuffer: 64 * 1024 * 1024 });

const textOf = (pdf: Buffer | string): string =>
  typeof pdf === "string"
    ? execFileSync(requireTool("pdftotext"), ["-layout", pdf, "-"], { encoding: "utf8" })
    : execFileSync(requireTool("pdftotext"), ["-layout", "-", "-"], { input: pdf, encoding: "utf8" });

/** The text of what the printer would get. */
export async function printed(app: ElectronApplication): Promise<string> {
  const base64 = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const pdf = await window?.webContents.printToPDF({});
    return pdf ? Buffer.from(pdf).toString("base64") : "";
  });
  return textOf(Buffer.from(base64, "base64"));
}

/** Saves as a PDF what is shown, in a file for its owner alone. @returns its text */
export async function savedAsPdf(app: ElectronApplication, page: Page, file: string): Promise<string> {
  await saveAs(app, file);
  await button(page, "Save as PDF").click();
  await expect(page.getByRole("status").filter({ hasText: `Saved as ${file}` })).toBeVisible();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  return textOf(file);
}
