import { type Mapping, mappedColumns, type NameOrder } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import { type GroupsReading, groupsReadingOf } from "../groups-cell.ts";
import { namesFirstLast, namesLastFirst } from "./field-names.ts";
import { headerKeys } from "./header-key.ts";
import { headerAt, isSummary, layoutOf } from "./layout.ts";
import { headersFamilyFirst, type SampledColumn, standsLastFirst } from "./names.ts";
import { mayTellStatus, senseOfChosen, senseOfUnused } from "./status-column.ts";
import type { StatusSense } from "./status-header.ts";

/** The beginning of a table: where its columns are named, and what is in them. */
export interface Beginning {
  /** Index of the row with the columns' names; null without one. Rows above it are not people. */
  headerRow: number | null;
  columns: SampledColumn[];
  /** Whether the console has written the table: its cells mean exactly what they say. */
  own: boolean;
}

/** As `exportUsers` writes them. */
export const ownColumns = [
  "username",
  "name",
  "email",
  "externalId",
  "groups",
  "status",
  "notes",
  "enrolment",
] as const;

/**
 * Examines the first rows of a table.
 *
 * @param header whether a row names the columns; detected if undefined
 * @param headerRow number of that row from 1, if a person has given it
 */
export function beginningOf(
  rows: readonly (readonly string[])[],
  header: boolean | undefined,
  headerRow: number | undefined,
): Beginning {
  const found = header === false ? null : headerRow === undefined ? layoutOf(rows).header : headerRow - 1;
  const at = found === null && header === true ? 0 : found;
  const names = at === null ? [] : headerAt(rows, at);
  const width = names.length;
  const body = rows
    .slice(at === null ? 0 : at + 1)
    .filter((row) => row.some((cell) => cell.trim() !== "") && !isSummary(row, width));
  const count = body.reduce((most, row) => Math.max(most, row.length), names.length);
  const columns = Array.from({ length: count }, (_, index) => ({
    header: names[index] ?? "",
    values: body.map((row) => (row[index] ?? "").trim()),
  }));
  return { headerRow: at, columns, own: ownColumns.every((name, index) => columns[index]?.header === name) };
}

/** A column that is not read for the status. */
interface Other {
  index: number;
  /** How it speaks of a status all the same; null where it does not. */
  sense: StatusSense | null;
  ofGroups: boolean;
  /** Whether it has to be decided if it does: it holds yes and no, and nothing else tells the status. */
  asked: boolean;
}

/** A column that is not used, with the heading of one that is part of the name. */
export interface Namesake {
  index: number;
  of: number;
}

/** How the cells of a table are read, beyond which column is which. */
export interface Plan {
  /** The columns that the status is read from. */
  status: { index: number; sense: StatusSense }[];
  others: Other[];
  namesakes: Namesake[];
  /** Whether `Berg, Anna` is turned around. */
  turnNames: boolean;
  /** Whether `Berg Anna` is, too: only where a person has said so. */
  turnWords: boolean;
  /** Whether the family name comes first when a name is joined from its parts. */
  familyFirst: boolean;
  groups: GroupsReading;
  own: boolean;
}

export interface PlanOptions {
  mapping: Mapping;
  /** Columns that are ignored on purpose. */
  ignore: readonly number[];
  names: NameOrder | undefined;
  groupsBy: GroupsReading["by"] | undefined;
}

function turns({ columns, own }: Beginning, { mapping, names }: PlanOptions): boolean {
  if (names !== undefined) return names === "lastFirst";
  if (own) return false;
  return mappedColumns(mapping, "name").some((index) => {
    const column = columns[index];
    if (!column) return false;
    const keys = headerKeys(column.header);
    if (keys.some(namesLastFirst)) return column.values.some((value) => value.includes(","));
    return !keys.some(namesFirstLast) && standsLastFirst(column.values);
  });
}

/** Of two columns called "Name", the second may be the other part of it. */
function namesakesOf({ columns }: Beginning, { mapping, ignore }: PlanOptions): Namesake[] {
  const used = new Set(mappedColumns(mapping));
  const parts = (["name", "firstName", "lastName"] as const).flatMap((field) => mappedColumns(mapping, field));
  return columns.flatMap(({ header }, index): Namesake[] => {
    if (header === "" || used.has(index) || ignore.includes(index)) return [];
    const of = parts.find((part) => nameKey(columns[part]?.header ?? "") === nameKey(header));
    return of === undefined ? [] : [{ index, of }];
  });
}

/** Columns whose words are a person's name or address, whatever else they might mean. */
const ofThePerson = ["username", "name", "firstName", "lastName", "email", "externalId"] as const;

/** Decides how a table is read, from its beginning and the importing person's choices. */
export function planOf(beginning: Beginning, options: PlanOptions): Plan {
  const { columns, own } = beginning;
  const { mapping, ignore, groupsBy } = options;
  const chosen = new Set(mappedColumns(mapping, "status"));
  const named = new Set(ofThePerson.flatMap((field) => mappedColumns(mapping, field)));
  const status = [...chosen].flatMap((index) => {
    const column = columns[index];
    return column ? [{ index, sense: senseOfChosen(column) }] : [];
  });
  const ofGroups = new Set(mappedColumns(mapping, "groups"));
  const used = new Set(mappedColumns(mapping));
  const others = columns.flatMap((column, index): Other[] => {
    if (chosen.has(index) || ignore.includes(index)) return [];
    const sense = senseOfUnused(column);
    if (named.has(index) && sense === null) return [];
    const asked = chosen.size === 0 && !own && !used.has(index) && mayTellStatus(column);
    return [{ index, sense, ofGroups: ofGroups.has(index), asked }];
  });
  const groupColumns = mappedColumns(mapping, "groups").flatMap((index) => columns[index] ?? []);
  const found = groupsReadingOf(
    groupColumns.map(({ header }) => header).join(" "),
    groupColumns.flatMap(({ values }) => values),
  );
  return {
    status,
    namesakes: namesakesOf(beginning, options),
    others: own ? others.filter(({ sense }) => sense !== null) : others,
    turnNames: turns(beginning, options),
    turnWords: options.names === "lastFirst",
    familyFirst: headersFamilyFirst(
      (["firstName", "lastName"] as const).flatMap(
        (field) => columns[mappedColumns(mapping, field)[0] ?? -1]?.header ?? [],
      ),
    ),
    groups: groupsBy === undefined ? found : { ...found, by: groupsBy },
    own,
  };
}
