import { text, type Text } from "#shared/texts/text.ts";
import { meantBy, spoiled } from "../csv/columns/cell.ts";
import { damaged } from "../faults.ts";
import type { SeedField } from "#shared/contract/seeds.ts";
import type { TokenKind } from "#shared/model/records.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import type { Source } from "../source.ts";
import { readKeyUri } from "../key-uri.ts";
import { addressIn, withAddress } from "./address.ts";
import { type AnyTable, anyTableIn, isKindInstead, kinds } from "./any-table.ts";
import { kindInHeading } from "./headings.ts";
import type { Cell, Layout, RowShape } from "./preset.ts";
import { batchesOf, formOfKeys, openAs } from "./read.ts";
import { candidateOf, type Context, otherColumn, takeRow, unreadable, type Values } from "./row.ts";

const cellFor = (field: SeedField): Cell =>
  field === "secret" ? { field, form: "either" } : field === "type" ? { field, words: kinds } : { field };

/** The cells of a table's columns. */
function cellsIn(table: AnyTable): Cell[] {
  const width = Math.max(table.headings.length, ...table.rows.map(({ length }) => length));
  const cells = Array.from({ length: width }, (_, index) => otherColumn(table.headings[index] ?? "", index));
  const instead = isKindInstead(table);
  for (const [field, index] of Object.entries(table.columns) as [SeedField, number][]) {
    cells[index] = cellFor(instead && field === "algorithm" ? "type" : field);
  }
  return cells;
}

const isMarked = (cell: string): boolean => cell.startsWith("=") || cell.startsWith("'");

/** The cells as a spreadsheet program meant them: `="00123"`. Few tables have such. */
const meant = (row: readonly string[]): readonly string[] =>
  row.some(isMarked) ? row.map((cell) => meantBy(cell, "externalId")) : row;

/** Why a serial number is not what it was; only one with such a sign can be. */
const spoiledSerial = (serial = ""): Text | null => (/[#+.]/u.test(serial) ? spoiled(serial, "externalId") : null);

/** What the names of the columns tell of all rows. */
interface Told {
  /** Whether the columns have names, or were given. */
  readonly columns: boolean;
  /** For which codes the keys are, where their column says it. */
  readonly kind: TokenKind | null;
}

/**
 * What makes the codes of a row that does not say it. A table whose columns have names, or were given, is one of
 * time-based tokens unless it counts; of a bare list nobody knows.
 */
function kindOf({ counter = "", period = "" }: Values, { columns, kind }: Told): string | undefined {
  if (kind !== null) return kind;
  if (!columns || (counter !== "" && period !== "")) return undefined;
  return counter === "" ? "totp" : "hotp";
}

const plainShape: RowShape = { cells: [], least: 0 };
const plainLayout: Layout = { headed: true, shapes: [plainShape] };

/** What no cell says, the address says: it leaves nothing open but by meaning the usual. */
function entryOfAddress(at: number, row: readonly string[], place: number, cells: readonly Cell[], context: Context) {
  const address = row[place] ?? "";
  const taken = takeRow(cells, meant(row.with(place, "")));
  taken.values.type ??= readKeyUri(address, at).type;
  return withAddress(address, candidateOf(at, taken, plainShape, plainLayout, { ...context, unsaid: {} }));
}

function entryOf(at: number, row: readonly string[], cells: readonly Cell[], context: Context, told: Told): Candidate {
  const place = addressIn(row);
  if (place >= 0) return entryOfAddress(at, row, place, cells, context);
  const taken = takeRow(cells, meant(row));
  const serial = spoiledSerial(taken.values.serial);
  if (serial !== null) return unreadable(at, serial);
  const kind = taken.values.type ?? context.unsaid.type ?? kindOf(taken.values, told);
  if (kind !== undefined) taken.values.type = kind;
  return candidateOf(at, taken, plainShape, plainLayout, context);
}

/** @throws AppError FORMAT_UNREADABLE */
function tableIn(source: Source, { columns }: Opening): AnyTable {
  const table = anyTableIn(source, columns);
  if (table === null) throw damaged(text("formats.noKeyColumn"));
  return table;
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const found = tableIn(source, opening);
  const { form, headingRow, headings, columns } = found;
  const cells = cellsIn(found);
  const told: Told = {
    columns: headings.length > 0 || opening.columns !== null,
    kind: kindInHeading(headings[columns.secret ?? -1] ?? ""),
  };
  await using table = await openAs(source, opening);
  const keyOf = (row: readonly string[]): string | undefined =>
    columns.secret === undefined ? undefined : row[columns.secret];
  const keys = opening.secretForm ?? found.keys ?? (await formOfKeys(table, form, opening.signal, headingRow, keyOf));
  const context: Context = { keys, unsaid: opening.unsaid ?? {} };
  for await (const rows of batchesOf(table, form, opening.signal)) {
    for (const { at, cells: row } of rows) {
      if (at <= headingRow) continue;
      // A comma in a name that is not quoted moves everything after it.
      const tooWide = headings.length > 0 && row.length > headings.length;
      yield tooWide ? unreadable(at, text("formats.rowTooWide")) : entryOf(at, row, cells, context, told);
    }
  }
}

/** Any table whose columns have names that tell, or were given: of token makers, and made by hand. */
export const anyTable: Format = {
  id: "table",
  title: "CSV",
  read: { detect: (source) => anyTableIn(source) !== null, read },
  write: null,
};
