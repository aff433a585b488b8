import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { requireTool } from "./tools.ts";
import { temporaryFolder } from "./harness.ts";

/** The text of every page, as poppler reads it. */
export function pagesOf(pdf: string, ...options: string[]): string[] {
  const text = execFileSync(requireTool("pdftotext"), [...options, pdf, "-"], { encoding: "utf8" });
  return text.split("\f").slice(0, -1);
}

/** What zbarimg reads from each page's picture, page by page. @throws when a page has none */
export function codesOf(pdf: string): string[] {
  const folder = temporaryFolder();
  execFileSync(join(dirname(requireTool("pdftotext")), "pdftoppm"), ["-r", "150", "-gray", pdf, join(folder, "page")]);
  const pictures = readdirSync(folder).toSorted();
  const codes = pictures.map((picture) =>
    execFileSync(requireTool("zbarimg"), ["--nodbus", "-q", "--raw", join(folder, picture)], {
      encoding: "utf8",
    }).trim(),
  );
  rmSync(folder, { recursive: true });
  return codes;
}

/** The code that an independent generator gives for a letter's address at a moment. */
export function oathCode(uri: string, at: number): string {
  const url = new URL(uri);
  const value = (name: string, otherwise: string): string => url.searchParams.get(name) ?? otherwise;
  const kind =
    url.host === "hotp"
      ? ["--hotp", `--counter=${value("counter", "0")}`]
      : [
          `--totp=${value("algorithm", "SHA1")}`,
          `--time-step-size=${value("period", "30")}s`,
          `--now=${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`,
        ];
  const args = [...kind, `--digits=${value("digits", "6")}`, "--base32", value("secret", "")];
  return execFileSync(requireTool("oathtool"), args, { encoding: "utf8" }).trim();
}
