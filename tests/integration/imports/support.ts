import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Delimiter, Encoding } from "#shared/contract/exchange.ts";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { isUnicode } from "#shared/model/encodings.ts";
import type { Harness } from "../../support/harness.ts";
import type { Told } from "../../support/told.ts";

/** Bytes of a text as programs save it; `mark` puts the byte order mark before it. */
export function encoded(text: string, encoding: Encoding, mark = false): Buffer {
  if (!isUnicode(encoding)) return Buffer.concat([...text].map((letter) => bytesOf(letter, encoding)));
  const utf8 = encoding === "utf-8";
  const bytes = Buffer.from((mark ? "\uFEFF" : "") + text, utf8 ? "utf8" : "utf16le");
  return encoding === "utf-16be" ? bytes.swap16() : bytes;
}

const tables = new Map<Encoding, Map<string, Buffer>>();

/** What each byte, and each pair of bytes, is a letter of: the decoder turned round. */
function tableOf(encoding: Encoding): Map<string, Buffer> {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, Buffer>();
  const add = (...bytes: number[]): void => {
    const letter = decoder.decode(Uint8Array.from(bytes));
    if ([...letter].length === 1 && letter !== "\uFFFD" && !table.has(letter)) table.set(letter, Buffer.from(bytes));
  };
  for (let byte = 0; byte <= 0xff; byte += 1) add(byte);
  for (let lead = 0x81; lead <= 0xfe; lead += 1) for (let trail = 0x40; trail <= 0xfe; trail += 1) add(lead, trail);
  return table;
}

function bytesOf(letter: string, encoding: Encoding): Buffer {
  const table = tables.get(encoding) ?? tableOf(encoding);
  tables.set(encoding, table);
  const bytes = table.get(letter);
  if (!bytes) throw new RangeError(`${letter} is not in ${encoding}`);
  return bytes;
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

type Run = Told<OutputOf<"imports.run">>;

/** Imports a table with the mapping that the console proposes for it. */
export async function importFile(
  harness: Harness,
  file: string,
  options: Partial<InputOf<"imports.run">> = {},
): Promise<Run> {
  const { mapping } = await harness.call("imports.inspect", { file });
  return harness.call("imports.run", { file, mapping, ...options });
}
