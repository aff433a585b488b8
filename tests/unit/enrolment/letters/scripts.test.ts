import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { layoutLetter } from "#main/enrolment/letters/layout.ts";
import { openFileSink } from "#main/enrolment/letters/pdf.ts";
import { coverNames } from "#main/enrolment/letters/plan.ts";
import { qrRows } from "#main/sheets/qr.ts";
import { dateWriter, lettersIn } from "#main/enrolment/letters/words/index.ts";
import { renderSheet } from "#main/sheets/render-sheet.ts";
import { paperSizes } from "#main/sheets/paper.ts";
import type { Paper } from "#shared/model/policy.ts";
import { openTypefaces } from "#main/sheets/typefaces.ts";
import { visualWords } from "#main/sheets/bidi.ts";
import { defaultParameters } from "#main/twofactor/totp.ts";
import { pagesOf } from "../../../support/letters.ts";
import { requireTool, toolsMissing } from "../../../support/tools.ts";

/** A name in each script, and its letters as a reader of the page finds them. */
const names = [
  ["Devanagari", "क्षत्रिया विक्रम"],
  ["Thai", "สมหญิง ใจดี"],
  ["Hangul", "김철수"],
  ["Han", "王小明"],
  ["Hebrew", "דנה כהן"],
  ["Arabic", "محمد علي"],
  ["Cyrillic", "Ольга Петрова"],
] as const;

function temporary(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-scripts-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}

async function letterFor(name: string, username: string, paper: Paper = "A4"): Promise<string> {
  const faces = await openTypefaces();
  await coverNames(faces, [{ name, username }]);
  const style = {
    words: lettersIn.en,
    logo: null,
    title: "",
    introduction: "",
    closing: "",
    slip: true,
    paper: paperSizes[paper],
  };
  const marks = layoutLetter(faces, style, {
    name,
    username,
    organisation: "Acme",
    serial: "0000-0000",
    expires: dateWriter("en")(0),
    key: "SPECIMEN".repeat(4),
    rows: qrRows("specimen"),
    parameters: defaultParameters,
  });
  const file = temporary("letter.pdf");
  const sink = await openFileSink(file, {
    faces,
    logo: null,
    language: "en",
    paper: paperSizes[paper],
    title: "Letter",
    at: 0,
  });
  await sink.add({ username, serial: "0000-0000", marks });
  await sink.finish();
  return file;
}

const letters = (text: string): string[] => [...text.normalize("NFKC")].filter((one) => /[\p{L}\p{N}]/u.test(one));

describe.skipIf(toolsMissing("pdftotext", "fontsOfScripts", "fontsOfHan"))("a name in another script", () => {
  it.each(names)("is printed in a letter with all its letters: %s", async (_script, name) => {
    const page = pagesOf(await letterFor(name, "someone"))[0] ?? "";
    expect(page).not.toContain("\u25A1");
    expect(letters(page)).toEqual(expect.arrayContaining(letters(name)));
  });

  it.each(names)("is printed on a sheet of backup codes with all its letters: %s", async (_script, name) => {
    const sheet = { kind: "backup-codes", subject: name, organisation: "Acme", secrets: ["7K3QM-9XHTV"] } as const;
    const file = temporary("sheet.pdf");
    writeFileSync(file, await renderSheet({ ...sheet, secrets: [...sheet.secrets] }, 0));
    const text = execFileSync(requireTool("pdftotext"), [file, "-"], { encoding: "utf8" });
    expect(text).not.toContain("\u25A1");
    expect(letters(text)).toEqual(expect.arrayContaining(letters(name)));
  });
});

describe.skipIf(toolsMissing("pdftotext"))("the paper", () => {
  const sizeOf = (file: string): string =>
    /Page size:\s+(.*)/u.exec(
      execFileSync(join(dirname(requireTool("pdftotext")), "pdfinfo"), [file], { encoding: "utf8" }),
    )?.[1] ?? "";

  it.each([
    ["A4", "595.28 x 841.89 pts (A4)"],
    ["US Letter", "612 x 792 pts (letter)"],
  ] as const)("of letters and sheets is what the policy says: %s", async (paper, size) => {
    const letter = await letterFor("Ann Ahn", "ann", paper);
    expect([sizeOf(letter), pagesOf(letter).length]).toEqual([size, 1]);
    const file = temporary("sheet.pdf");
    const sheet = { kind: "backup-codes", subject: "ann", organisation: "", secrets: ["7K3QM-9XHTV"] } as const;
    writeFileSync(file, await renderSheet({ ...sheet, secrets: [...sheet.secrets] }, 0, paper));
    expect(sizeOf(file)).toBe(size);
  });
});

describe("a line with words that run from right to left", () => {
  it.each([
    ["of one direction", "דנה כהן", ["כהן", " ", "דנה"]],
    ["of both", "דנה Cohen", ["Cohen", " ", "דנה"]],
    ["with a number", "דנה 42", ["42", " ", "דנה"]],
    ["with brackets", "Dana (כהן)", ["Dana", " ", "(", "כהן", ")"]],
  ])("is set in visual order: %s", (_what, line, expected) => {
    expect(visualWords(line)).toEqual(expected);
  });
});
