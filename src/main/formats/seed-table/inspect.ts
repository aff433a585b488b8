import { maxColumns } from "#shared/contract/exchange.ts";
import type { SeedField, SeedTable } from "#shared/contract/seeds.ts";
import type { Opening } from "../format.ts";
import type { Source } from "../source.ts";
import { type AnyTable, anyTableIn, headingLength } from "./any-table.ts";
import { fieldOfHeading, isOfSecrets } from "./headings.ts";
import { couldBeBoth, formOfColumn, looksLikeKey } from "./key-form.ts";

/*
 * What somebody is shown who says what the columns of a table are. No part of a key is in it.
 */

const samplesShown = 3;
const sampleLength = 60;

/** Letters from which on a value may be a key, wherever it is. */
const keyLength = 16;

const hidden = (value: string): string => "•".repeat(Math.min(value.length, sampleLength));

/** Fields whose values are names and numbers, whatever they look like. */
const open: ReadonlySet<SeedField> = new Set(["type", "algorithm", "digits", "period", "counter", "username", "email"]);

function samplesOf(table: AnyTable, index: number, field: SeedField | null): string[] {
  const heading = table.headings[index] ?? "";
  const shown = field !== null && field !== "secret" && open.has(field);
  const secret = !shown && (field === "secret" || (field === null && isOfSecrets(heading)));
  const values = [...new Set(table.rows.map((row) => (row[index] ?? "").trim()).filter((value) => value !== ""))];
  return values
    .slice(0, samplesShown)
    .map((value) =>
      secret || /otpauth/iu.test(value) || (!shown && looksLikeKey(value, keyLength))
        ? hidden(value)
        : value.slice(0, sampleLength),
    );
}

function keysOf({ keys, rows, columns }: AnyTable): SeedTable["keys"] {
  const { secret } = columns;
  if (keys !== null || secret === undefined) return keys;
  const written = rows.map((row) => row[secret] ?? "").filter((key) => key !== "");
  return formOfColumn(written) ?? (written.some(couldBeBoth) ? "either" : null);
}

/** What the table itself shows. */
export type FoundTable = Omit<SeedTable, "preset">;

/**
 * What a table of seeds has and what its columns are taken for.
 *
 * @param columns as somebody gave them; else they are found out
 * @returns null if no table with keys is found
 */
export function inspectSeedTable(source: Source, columns: Opening["columns"] = null): FoundTable | null {
  const table = anyTableIn(source, columns, true);
  if (table === null) return null;
  const fields = new Map(Object.entries(table.columns).map(([field, index]) => [index, field as SeedField]));
  const width = Math.min(maxColumns, Math.max(table.headings.length, ...table.rows.map(({ length }) => length)));
  return {
    headerRow: table.headingRow === 0 ? null : table.headingRow,
    columns: Array.from({ length: width }, (_, index) => ({
      index,
      header: (table.headings[index] ?? "").slice(0, headingLength),
      samples: samplesOf(table, index, fields.get(index) ?? fieldOfHeading(table.headings[index] ?? "")?.field ?? null),
    })),
    mapping: table.columns,
    keys: keysOf(table),
  };
}
