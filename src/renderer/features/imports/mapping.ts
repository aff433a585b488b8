import { type CsvFacts, ImportField, type ImportPreset, type Mapping } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";

type Column = CsvFacts["columns"][number];

const entriesOf = (mapping: Mapping): [ImportField, number][] =>
  ImportField.options.flatMap((field) => {
    const index = mapping[field];
    return index === undefined ? [] : [[field, index] as [ImportField, number]];
  });

const mappingFrom = (entries: readonly (readonly [ImportField, number])[]): Mapping => Object.fromEntries(entries);

/** What a column is taken as. */
export const fieldOfColumn = (mapping: Mapping, index: number): ImportField | null =>
  entriesOf(mapping).find(([, at]) => at === index)?.[0] ?? null;

/** Takes a column as a field, or as none. A field that another column had moves; a column holds one field. */
export function assign(mapping: Mapping, index: number, field: ImportField | null): Mapping {
  const others = mappingFrom(entriesOf(mapping).filter(([, at]) => at !== index));
  return field === null ? others : { ...others, [field]: index };
}

const columnOf = (columns: readonly Column[], header: string): Column | undefined =>
  columns.find((column) => column.header === header) ??
  columns.find((column) => nameKey(column.header.trim()) === nameKey(header.trim()));

/** A mapping made for one reading of a table, for another: by the columns' names, else by their places. */
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
export const headersOf = (mapping: Mapping, columns: readonly Column[]): ImportPreset["headers"] =>
  Object.fromEntries(
    entriesOf(mapping).flatMap(([field, index]) => {
      const header = columns[index]?.header ?? "";
      return header === "" ? [] : [[field, header]];
    }),
  );

/** @returns the mapping of a preset for these columns, and the remembered columns that are not among them */
export function applyPreset(preset: ImportPreset, columns: readonly Column[]): { mapping: Mapping; missing: string[] } {
  const remembered = Object.entries(preset.headers) as [ImportField, string][];
  const found = remembered.map(([field, header]) => [field, header, columnOf(columns, header)] as const);
  return {
    mapping: mappingFrom(found.flatMap(([field, , column]) => (column ? [[field, column.index] as const] : []))),
    missing: found.filter(([, , column]) => !column).map(([, header]) => header),
  };
}

/** Why no import can be made of a mapping; null when it can. */
export function mappingProblem(mapping: Mapping, matchBy: "username" | "externalId"): string | null {
  if (matchBy === "externalId" && mapping.externalId === undefined) {
    return "Choose the column that holds the external id, or find people by their username.";
  }
  if (matchBy === "username" && mapping.username === undefined) return "Choose the column that holds the username.";
  return null;
}

/** What a mapping that works still cannot do. */
export const mappingRemark = (mapping: Mapping, matchBy: "username" | "externalId"): string | null =>
  matchBy === "externalId" && mapping.username === undefined
    ? "Without a column for the username, only people who are here already can be changed. New ones are refused."
    : null;
