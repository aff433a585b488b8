import { type SeedColumns, SeedField, type SeedPreset, type SeedTable, type Unsaid } from "#shared/contract/seeds.ts";
import { nameKey } from "#shared/model/text.ts";

/** What was said about a table, where its own words do not tell. */
export interface SaidOfTable {
  /** Null: as they were found. */
  columns: SeedColumns | null;
  secretForm: "hex" | "base32" | null;
  unsaid: Unsaid;
}

export const nothingOfTable: SaidOfTable = { columns: null, secretForm: null, unsaid: {} };

type FileColumn = SeedTable["columns"][number];

export const fieldOf = (columns: SeedColumns, index: number): SeedField | null =>
  SeedField.options.find((field) => columns[field] === index) ?? null;

/** A field has one column, and a column one field. */
export function assigned(columns: SeedColumns, index: number, field: SeedField | null): SeedColumns {
  const others = SeedField.options.filter(
    (one) => one !== field && columns[one] !== undefined && columns[one] !== index,
  );
  const kept = Object.fromEntries(others.map((one) => [one, columns[one]])) as SeedColumns;
  return field === null ? kept : { ...kept, [field]: index };
}

/** What is remembered of a mapping; null where the column of the keys has no heading. */
export function presetOf(columns: SeedColumns, { secretForm, unsaid }: SaidOfTable, of: readonly FileColumn[]) {
  const headers: SeedPreset["headers"] = {};
  for (const field of SeedField.options) {
    const { header = "" } = of[columns[field] ?? -1] ?? {};
    if (header !== "") headers[field] = header;
  }
  if (headers.secret === undefined) return null;
  return {
    headers,
    ...(secretForm === null ? {} : { secretForm }),
    ...(Object.keys(unsaid).length === 0 ? {} : { unsaid }),
  };
}

/** What a preset says of a table: as far as it has the columns. */
export function saidBy({ headers, secretForm, unsaid }: SeedPreset, of: readonly FileColumn[]): SaidOfTable {
  const columns: SeedColumns = {};
  for (const field of SeedField.options) {
    const heading = headers[field];
    const found = of.find(({ header }) => heading !== undefined && nameKey(header.trim()) === nameKey(heading.trim()));
    if (found) columns[field] = found.index;
  }
  return { columns, secretForm: secretForm ?? null, unsaid: unsaid ?? {} };
}
