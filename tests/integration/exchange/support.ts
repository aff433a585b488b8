import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Delimiter, Encoding } from "#shared/contract/exchange.ts";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import type { Harness } from "../../support/harness.ts";

/** Bytes of a text as programs save it; `mark` puts the byte order mark before it. */
export function encoded(text: string, encoding: Encoding, mark = false): Buffer {
  if (encoding === "windows-1252") return Buffer.from([...text].map(windows1252));
  const utf8 = encoding === "utf-8";
  const bytes = Buffer.from((mark ? "\uFEFF" : "") + text, utf8 ? "utf8" : "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

/** The letters of the upper half that the tests use beyond Latin-1. */
const upper: Readonly<Record<string, number>> = { "€": 0x80, "„": 0x84, Š: 0x8a, Ž: 0x8e, "“": 0x93, œ: 0x9c };

function windows1252(letter: string): number {
  const code = upper[letter] ?? letter.codePointAt(0) ?? 0;
  if (code > 0xff) throw new RangeError(`${letter} is not in windows-1252`);
  return code;
}

const quote = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** A table as text. */
export const csv = (rows: readonly (readonly string[])[], delimiter: Delimiter = ",", end = "\r\n"): string =>
  rows.map((row) => row.map((cell) => quote(cell, delimiter)).join(delimiter) + end).join("");

/** Writes a file into the harness's folder. @returns its path */
export function saved(harness: Harness, content: string | Buffer, name = "people.csv"): string {
  const file = join(harness.dataDir, name);
  writeFileSync(file, content);
  return file;
}

type Run = OutputOf<"imports.run">;

/** Imports a table with the mapping that the console proposes for it. */
export async function importFile(
  harness: Harness,
  file: string,
  options: Partial<InputOf<"imports.run">> = {},
): Promise<Run> {
  const { mapping } = await harness.call("imports.inspect", { file });
  return harness.call("imports.run", { file, mapping, ...options });
}
