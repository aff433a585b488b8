import { nameKey, sortKey } from "#shared/model/text.ts";
import type { RowForm } from "../csv/csv-form.ts";
import { firstRows } from "../csv/delimiter.ts";
import type { SeedField } from "#shared/contract/seeds.ts";
import type { Opening } from "../format.ts";
import type { Source } from "../source.ts";
import { looksLikeKeyUri } from "../key-uri.ts";
import { beginningText, cellsOf } from "./beginning.ts";
import { formInHeading, proposedColumns } from "./headings.ts";
import { looksLikeKey } from "./key-form.ts";

/*
 * A table of seeds that no preset knows: what its columns are, by their names, by what is in them, or as somebody says.
 */

export type Columns = Readonly<Partial<Record<SeedField, number>>>;

/** What a table is, as its beginning shows it. */
export interface AnyTable {
  readonly form: RowForm;
  /** Number of the row that names the columns; 0 without one. */
  readonly headingRow: number;
  readonly headings: readonly string[];
  readonly columns: Columns;
  /** The rows after it, as far as they were looked at. */
  readonly rows: readonly (readonly string[])[];
  /** How the heading says that keys are written. */
  readonly keys: "hex" | "base32" | null;
}

const headingWithin = 10;
const rowsToLookAt = 50;
const lettersToLookAt = 64 * 1024;

const separators = [[","], [";"], ["\t"], ["|"], [" ", "\t"]] as const;

const formFor = (delimiter: readonly string[]): RowForm => ({ delimiter, quoted: true, trimmed: true });

/** Without one of these beside it, a column of keys is nobody's. */
const namesSomething: readonly SeedField[] = ["serial", "username", "name", "email", "externalId", "account", "issuer"];

type Rows = readonly (readonly string[])[];

/** Whether most cells of a column that are filled are such. */
const holds = (rows: Rows, column: number, fits: (cell: string) => boolean): boolean => {
  const filled = rows.map((row) => (row[column] ?? "").trim()).filter((cell) => cell !== "");
  return filled.length > 0 && filled.filter(fits).length * 2 >= filled.length;
};

/** Whether they are keys, or addresses with one. */
const holdsKeys = (rows: Rows, column: number, least?: number): boolean =>
  holds(rows, column, (cell) => looksLikeKey(cell, least) || looksLikeKeyUri(cell));

/** The column of `otpauth://` addresses, which say what they are whatever it is called; undefined for none. */
function addressColumn(rows: Rows): number | undefined {
  const width = Math.max(0, ...rows.map(({ length }) => length));
  return Array.from({ length: width }, (_, index) => index).find((index) => holds(rows, index, looksLikeKeyUri));
}

/** One whose heading is in the first rows. */
function headed(rows: readonly (readonly string[])[], form: RowForm): AnyTable | null {
  for (const [index, row] of rows.slice(0, headingWithin).entries()) {
    const named = proposedColumns(row);
    const below = rows.slice(index + 1);
    const addresses = row.some(looksLikeKeyUri) ? undefined : addressColumn(below);
    const secret = named.secret ?? addresses;
    if (secret === undefined) continue;
    if (addresses === undefined && !namesSomething.some((field) => named[field] !== undefined)) continue;
    // A short key is one where the heading says so.
    if (!holdsKeys(below, secret, 8)) continue;
    const keys = formInHeading(row[secret] ?? "");
    return { form, headingRow: index + 1, headings: row, columns: { ...named, secret }, rows: below, keys };
  }
  return null;
}

const all = (values: readonly string[], fits: (value: string) => boolean): boolean =>
  values.length > 0 && values.every(fits);

/** What a column says in a table that names none, by its values alone. */
function fieldOfValues(values: readonly string[]): SeedField | null {
  if (all(values, (value) => /^[th]otp$/iu.test(value))) return "type";
  if (all(values, (value) => /^sha-?(?:1|256|512)$/iu.test(value))) return "algorithm";
  if (all(values, (value) => /^[68]$/u.test(value))) return "digits";
  if (all(values, (value) => /^(?:30|60)$/u.test(value))) return "period";
  if (all(values, (value) => /^[^\s@]+@[^\s@]+$/u.test(value))) return "username";
  const telling = all(values, (value) => /^(?=.*\d)[\w./-]{3,40}$/u.test(value));
  return telling && new Set(values).size === values.length ? "serial" : null;
}

/** One of rows alone, in which one column holds keys and nothing else does. */
function headless(rows: readonly (readonly string[])[], form: RowForm): AnyTable | null {
  const width = Math.max(0, ...rows.map(({ length }) => length));
  if (width < 2 || width > 12 || rows.some(({ length }) => length < 2)) return null;
  const places = Array.from({ length: width }, (_, index) => index);
  const inColumn = (index: number) => rows.map((row) => (row[index] ?? "").trim()).filter((cell) => cell !== "");
  const keyed = places.filter((index) => all(inColumn(index), (cell) => looksLikeKey(cell) || looksLikeKeyUri(cell)));
  const [secret] = keyed;
  if (secret === undefined || keyed.length !== 1) return null;
  const columns: Partial<Record<SeedField, number>> = { secret };
  for (const index of places) {
    const field = index === secret ? null : fieldOfValues(inColumn(index));
    if (field !== null) columns[field] ??= index;
  }
  const isNamed = namesSomething.some((field) => columns[field] !== undefined);
  if (!isNamed && !all(inColumn(secret), looksLikeKeyUri)) return null;
  return { form, headingRow: 0, headings: [], columns, rows, keys: null };
}

/** One whose columns somebody gave: the first row names them if it has no key. */
function given(rows: readonly (readonly string[])[], form: RowForm, columns: Columns): AnyTable | null {
  const { secret } = columns;
  if (secret === undefined) return null;
  const known = headed(rows, form);
  const [first = []] = rows;
  const named = known?.headingRow ?? (looksLikeKey(first[secret] ?? "", 8) ? 0 : 1);
  const headings = named === 0 ? [] : (rows[named - 1] ?? []);
  const below = rows.slice(named);
  if (!holdsKeys(below, secret, 1)) return null;
  return { form, headingRow: named, headings, columns, rows: below, keys: formInHeading(headings[secret] ?? "") };
}

/** One whose first row names the columns in words that tell nothing: what is below it tells. */
function oddlyNamed(rows: readonly (readonly string[])[], form: RowForm): AnyTable | null {
  const [headings = [], ...below] = rows;
  const found = headless(below, form);
  return found === null ? null : { ...found, headingRow: 1, headings };
}

/** As much of a heading is shown and remembered. */
export const headingLength = 60;

const headingOf = (cell: string): string => nameKey(cell.slice(0, headingLength).trim());

/**
 * The columns with these headings, in the first row that has all of them; null if none has.
 *
 * @param headings field -> heading of its column
 */
export function columnsCalled(source: Source, headings: Readonly<Partial<Record<SeedField, string>>>): Columns | null {
  const written = beginningText(source);
  const wanted = Object.entries(headings) as [SeedField, string][];
  if (written === null || wanted.length === 0) return null;
  for (const delimiter of separators) {
    const form = formFor(delimiter);
    for (const row of firstRows(written, form, source.whole, headingWithin).map((one) => cellsOf(one, form))) {
      const found = wanted.map(
        ([field, name]) => [field, row.findIndex((cell) => headingOf(cell) === headingOf(name))] as const,
      );
      if (found.every(([, index]) => index >= 0)) return Object.fromEntries(found);
    }
  }
  return null;
}

const fieldsIn = (table: AnyTable): number => Object.keys(table.columns).length;

const empty = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === "");

/**
 * What a file is as a table of seeds.
 *
 * @param columns as somebody gave them
 * @param odd whether one with names that tell nothing is one, too: somebody is asked what they mean
 * @returns null if it is none
 */
export function anyTableIn(source: Source, columns: Opening["columns"] = null, odd = false): AnyTable | null {
  const written = beginningText(source);
  if (written === null) return null;
  const whole = source.whole && written.length < lettersToLookAt;
  const found = separators.flatMap((delimiter) => {
    const form = formFor(delimiter);
    const rows = firstRows(written, form, whole, rowsToLookAt).map((row) => cellsOf(row, form));
    // Numbers of rows count empty ones; nothing else does.
    const lead = rows.findIndex((row) => !empty(row));
    const filled = rows.slice(Math.max(0, lead)).filter((row) => !empty(row));
    const table =
      columns === null
        ? (headed(filled, form) ?? headless(filled, form) ?? (odd ? oddlyNamed(filled, form) : null))
        : given(filled, form, columns);
    return table === null ? [] : [{ ...table, headingRow: rowNumber(rows, table.headingRow) }];
  });
  return found.toSorted((a, b) => fieldsIn(b) - fieldsIn(a))[0] ?? null;
}

/** @param filled number of a row among those that are not empty */
function rowNumber(rows: readonly (readonly string[])[], filled: number): number {
  let left = filled;
  for (const [index, row] of rows.entries()) {
    if (left === 0) return index === 0 ? 0 : index;
    if (!empty(row)) left -= 1;
  }
  return rows.length;
}

/** How kinds are called in tables of people and makers. */
export const kinds: Readonly<Record<string, string>> = {
  "oath-totp": "totp",
  "oath totp": "totp",
  "oath-hotp": "hotp",
  "oath hotp": "hotp",
  time: "totp",
  "time-based": "totp",
  "time based": "totp",
  timer: "totp",
  "timer-based": "totp",
  event: "hotp",
  "event-based": "hotp",
  "event based": "hotp",
  counter: "hotp",
  "counter-based": "hotp",
  "counter based": "hotp",
};

/** Whether what is called an algorithm is the kind: `Algorithm: TOTP`. */
export function isKindInstead({ rows, columns }: AnyTable): boolean {
  const { type, algorithm } = columns;
  if (type !== undefined || algorithm === undefined) return false;
  const values = rows.map((row) => sortKey((row[algorithm] ?? "").trim())).filter((value) => value !== "");
  return all(values, (value) => value === "totp" || value === "hotp" || kinds[value] !== undefined);
}
