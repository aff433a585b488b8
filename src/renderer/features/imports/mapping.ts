import {
  type CsvFacts,
  fieldsOfSeveral,
  ImportField,
  type ImportPreset,
  type Mapping,
  mappedColumns,
} from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";

type Column = CsvFacts["columns"][number];

const entriesOf = (mapping: Mapping): [ImportField, number][] =>
  ImportField.options.flatMap((field) =>
    mappedColumns(mapping, field).map((index) => [field, index] as [ImportField, number]),
  );

/** A field that occurs more than once has several columns. */
function mappingFrom(entries: readonly (readonly [ImportField, number])[]): Mapping {
  const columns = new Map<ImportField, number[]>();
  for (const [field, index] of entries) columns.set(field, [...(columns.get(field) ?? []), index]);
  return Object.fromEntries([...columns].map(([field, all]) => [field, all.length === 1 ? (all[0] ?? 0) : all]));
}

/** The field of a column. */
export const fieldOfColumn = (mapping: Mapping, index: number): ImportField | null =>
  entriesOf(mapping).find(([, at]) => at === index)?.[0] ?? null;

/** Whether a field may have several columns. */
export const takesSeveral = (field: ImportField): boolean => fieldsOfSeveral.includes(field);

/**
 * Assigns a column to a field, or to none. The field moves from another column unless it may have several; a column
 * has one field.
 */
export function assign(mapping: Mapping, index: number, field: ImportField | null): Mapping {
  const others = entriesOf(mapping).filter(([name, at]) => at !== index && (name !== field || takesSeveral(name)));
  return mappingFrom(field === null ? others : [...others, [field, index]]);
}

/** What two columns with one heading can be, and the mapping for it: parts of a name in one of the two orders, or one part. */
export function sameHeadingAnswers(
  mapping: Mapping,
  columns: readonly Column[],
  index: number,
): { words: string; mapping: Mapping }[] {
  const heading = nameKey(columns[index]?.header ?? "");
  const used = entriesOf(mapping).find(
    ([field, at]) =>
      ["name", "firstName", "lastName"].includes(field) && nameKey(columns[at]?.header ?? "") === heading,
  );
  if (!used) return [];
  const [field, other] = used;
  if (field !== "name") return [{ words: "Join them", mapping: assign(mapping, index, field) }];
  const parts = (first: number, last: number): Mapping => assign(assign(mapping, first, "firstName"), last, "lastName");
  return [
    { words: `First name in column ${other + 1}`, mapping: parts(other, index) },
    { words: `First name in column ${index + 1}`, mapping: parts(index, other) },
  ];
}

/** The columns that are ignored on purpose, after one was assigned to a field or to none. */
export const leftOut = (ignore: readonly number[], index: number, field: ImportField | null): number[] => [
  ...ignore.filter((one) => one !== index),
  ...(field === null ? [index] : []),
];

const columnOf = (columns: readonly Column[], header: string): Column | undefined =>
  columns.find((column) => column.header === header) ??
  columns.find((column) => nameKey(column.header.trim()) === nameKey(header.trim()));

/** Carries a mapping over to another reading of the table: by the columns' names, otherwise by position. */
export function carryOver(before: CsvFacts, mapping: Mapping, after: CsvFacts): Mapping {
  return mappingFrom(
    entriesOf(mapping).flatMap(([field, index]) => {
      const header = before.columns[index]?.header ?? "";
      const sameName = before.header && after.header && header !== "" ? columnOf(after.columns, header) : undefined;
      if (sameName) return [[field, sameName.index] as const];
      const samePlace = before.columns.length === after.columns.length;
      return samePlace ? [[field, index] as const] : [];
    }),
  );
}

/** What a preset remembers of a mapping; columns without a name cannot be remembered. */
export function headersOf(mapping: Mapping, columns: readonly Column[]): ImportPreset["headers"] {
  const headers = new Map<ImportField, string[]>();
  for (const [field, index] of entriesOf(mapping)) {
    const header = columns[index]?.header ?? "";
    if (header !== "") headers.set(field, [...(headers.get(field) ?? []), header]);
  }
  return Object.fromEntries([...headers].map(([field, all]) => [field, all.length === 1 ? (all[0] ?? "") : all]));
}

/** @returns the mapping of a preset for these columns, and the remembered columns that are not among them */
export function applyPreset(preset: ImportPreset, columns: readonly Column[]): { mapping: Mapping; missing: string[] } {
  const remembered = (Object.entries(preset.headers) as [ImportField, string | string[]][]).flatMap(([field, names]) =>
    [names].flat().map((name) => [field, name] as const),
  );
  const found = remembered.map(([field, header]) => [field, header, columnOf(columns, header)] as const);
  return {
    mapping: mappingFrom(found.flatMap(([field, , column]) => (column ? [[field, column.index] as const] : []))),
    missing: found.filter(([, , column]) => !column).map(([, header]) => header),
  };
}

/** Why nothing can be imported with a mapping; null if it can. */
export function mappingProblem(mapping: Mapping, matchBy: "username" | "externalId"): string | null {
  if (matchBy === "externalId" && mapping.externalId === undefined) {
    return "Choose the column with the external id, or match people by their username.";
  }
  if (matchBy === "username" && mapping.username === undefined) return "Choose the column with the username.";
  return null;
}

/** What a valid mapping still cannot do. */
export const mappingRemark = (mapping: Mapping, matchBy: "username" | "externalId"): string | null =>
  matchBy === "externalId" && mapping.username === undefined
    ? "Without a column for the username, only people who are already here can be updated. New ones are refused."
    : null;
