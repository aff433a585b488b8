import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { renderSheet } from "#main/sheets/render-sheet.ts";
import type { Sheet } from "#shared/contract/files.ts";
import { inEnglish, say, speak } from "#shared/texts/say.ts";
import { text as textOf } from "#shared/texts/text.ts";
import { outsidePseudo, pseudo } from "../../support/pseudo.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

const at = Date.UTC(2026, 10, 24, 8, 5);

const codes = ["7K3QM-9XHTV", "0ABCD-EFGHJ", "KMNPQ-RSTVW", "XYZ01-23456", "789AB-CDEFG"].concat([
  "1K3QM-9XHTV",
  "2ABCD-EFGHJ",
  "3MNPQ-RSTVW",
  "4YZ01-23456",
  "589AB-CDEFG",
]);
const backupCodes: Sheet = { kind: "backup-codes", subject: "ada", organisation: "Łódź Werke GmbH", secrets: codes };
const recoveryKey: Sheet = {
  kind: "recovery-key",
  subject: "The console of this office",
  organisation: "",
  secrets: ["7K3Q-M9XH-TV0A-BCDE-FGHJ-KMNP-QRST-VWXY"],
};

/** What a program of poppler reads from the page. */
function read(program: "pdftotext" | "pdfinfo" | "pdffonts", pdf: Buffer, ...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-sheet-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "sheet.pdf");
  writeFileSync(file, pdf);
  const output = program === "pdftotext" ? ["-"] : [];
  const command = join(dirname(requireTool("pdftotext")), program);
  return execFileSync(command, [...options, file, ...output], { encoding: "utf8" });
}

const words = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== "" && word !== "\f");

describe("renderSheet", () => {
  it("is a PDF, and the same bytes for the same sheet and time", async () => {
    const [one, two] = [await renderSheet(backupCodes, at), await renderSheet(backupCodes, at)];
    expect(one.subarray(0, 5).toString()).toBe("%PDF-");
    expect(one.equals(two)).toBe(true);
    expect(one.equals(await renderSheet(backupCodes, at + 60_000))).toBe(false);
  });

  it("shows no secret in what a list of files shows of it", async () => {
    const pdf = (await renderSheet(backupCodes, at)).toString("latin1");
    for (const code of codes) expect(pdf).not.toContain(code);
    expect(pdf).not.toContain("ada");
  });
});

describe.skipIf(toolsMissing("pdftotext"))("the page, read by another program", () => {
  it("holds what must be on it, and nothing else", async () => {
    const title = say(textOf("sheetTitles.backup-codes"));
    const instructions = say(textOf("sheetInstructions.backup-codes")).split("\n\n");
    const page = read("pdftotext", await renderSheet(backupCodes, at), "-raw");
    const head = `Łódź Werke GmbH ${title} ada 24 November 2026 at 08:05 UTC`;
    expect(words(page).toSorted()).toEqual(words([head, ...instructions, ...codes].join(" ")).toSorted());
    expect(page.replaceAll(/\s+/gu, " ")).toContain(`${head} ${instructions.join(" ")}`);
  });

  it.each(["backup-codes", "recovery-key", "recovery-share", "recovery-identity"] as const)(
    "of %s has no words past the catalogue",
    async (kind) => {
      speak(pseudo);
      onTestFinished(() => speak(inEnglish));
      const page = read("pdftotext", await renderSheet({ ...recoveryKey, kind, subject: "ada" }, at), "-raw");
      expect(words(outsidePseudo(page))).toEqual(["ada", ...recoveryKey.secrets]);
    },
  );

  it("has the codes in two columns of five, read downwards", async () => {
    const text = read("pdftotext", await renderSheet(backupCodes, at), "-layout");
    const rows = text
      .split("\n")
      .map(words)
      .filter((row) => row.some((word) => codes.includes(word)));
    expect(rows).toEqual([0, 1, 2, 3, 4].map((row) => [codes[row], codes[row + 5]]));
  });

  it("has a share of the recovery key whole, broken only between its groups", async () => {
    const share = "014Q-MR8T-0K7D-9QRM-X2VT-5HJC-8NPE-W3ZA-6GBS-1FY4-4TQX-1M0V";
    const sheet: Sheet = { ...recoveryKey, kind: "recovery-share", secrets: [share] };
    const text = read("pdftotext", await renderSheet(sheet, at), "-layout");
    const lines = text.split("\n").flatMap(words);
    expect(lines.filter((line) => /^[0-9A-Z-]{10,}$/u.test(line)).join("")).toBe(share);
  });

  it("has the recovery key on one line", async () => {
    const text = read("pdftotext", await renderSheet(recoveryKey, at), "-layout");
    expect(text.split("\n").map((row) => row.trim())).toContain(recoveryKey.secrets[0]);
    expect(words(text)[0]).toBe("Recovery");
  });

  it.each([
    "Zażółć gęślą jaźń",
    "Ελένη Παπαδοπούλου",
    "Владимир Ёлкин",
    "Nguyễn Thị Minh",
    "Þóra Ægisdóttir",
    "Žofie Řeháková",
  ])("spells %s right", async (subject) => {
    const text = read("pdftotext", await renderSheet({ ...backupCodes, subject, organisation: subject }, at));
    const lines = text.normalize("NFC").split("\n");
    expect(lines.filter((row) => row === subject.normalize("NFC"))).toHaveLength(2);
    expect(text).not.toContain("□");
  });

  it("says so where the typeface lacks a letter of the organisation's name", async () => {
    const text = read("pdftotext", await renderSheet({ ...backupCodes, organisation: "\u{10FFFD}\u{10FFFC} ada" }, at));
    expect(text).toContain("□□ ada");
    expect(text).toContain("stands for a character");
  });

  it("is one page of A4 with its fonts inside", async () => {
    const pdf = await renderSheet(backupCodes, at);
    const info = read("pdfinfo", pdf);
    expect(info).toMatch(/^Pages:\s+1$/mu);
    expect(info).toMatch(/^Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)$/mu);
    expect(info).toMatch(/^Title:\s+Backup codes$/mu);
    const fonts = read("pdffonts", pdf).trim().split("\n").slice(2);
    expect(fonts).toHaveLength(3);
    for (const font of fonts) expect(font).toMatch(/DejaVuSans.* yes yes yes /u);
  });

  it("goes on to another page when there are more codes than fit", async () => {
    const secrets = Array.from({ length: 100 }, (_, n) => `${String(n).padStart(5, "0")}-CDEFG`);
    const pdf = await renderSheet({ ...backupCodes, subject: "x".repeat(200), secrets }, at);
    const written = words(read("pdftotext", pdf, "-raw")).filter((word) => secrets.includes(word));
    expect(written.toSorted()).toEqual(secrets);
    expect(read("pdfinfo", pdf)).toMatch(/^Pages:\s+3$/mu);
  });

  it("cuts no long secret", async () => {
    const secrets = [`${"ABCDEFGH-".repeat(14)}Z`, `1${"2".repeat(127)}`];
    const text = read("pdftotext", await renderSheet({ ...backupCodes, secrets }, at), "-raw");
    for (const secret of secrets) expect(text.replaceAll(/\s/gu, "")).toContain(secret);
  });
});
