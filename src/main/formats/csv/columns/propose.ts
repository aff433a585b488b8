import { ImportField, type ImportPreset, type Mapping, mappedColumns } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import { type NamedField, namedFields, type NameEntry, namesFirstLast, namesLastFirst } from "./field-names.ts";
import { headerKeys } from "./header-key.ts";
import { holdsCallNames, roleBesidePart, type SampledColumn, standsAlone } from "./names.ts";
import { statusColumns } from "./status-column.ts";

/** Prefixes that rank columns before their own name does: `Preferred First Name` before `Legal First Name`. */
const kinds: readonly (readonly [pattern: RegExp, weight: number])[] = [
  [/^(?:preferred|bevorzugte?r?|usual|display)(?:name)?/u, -0.5],
  [/^(?:legal|official|amtliche?r?|juristische?r?)(?:name)?/u, 0.5],
];

/** @returns what a column of this name is for, by the name alone; null if it says nothing */
function entryOf(header: string): NameEntry | null {
  const keys = headerKeys(header);
  for (const key of keys) {
    const entry = namedFields.get(key);
    if (entry) return entry;
  }
  for (const key of keys) {
    if (namesLastFirst(key) || namesFirstLast(key)) return { field: "name", rank: 50 };
    for (const [pattern, weight] of kinds) {
      const rest = key.replace(pattern, "");
      const entry = rest === key ? undefined : namedFields.get(rest);
      if (entry && ["name", "firstName", "lastName", "middleName"].includes(entry.field)) {
        return { field: entry.field, rank: entry.rank + weight };
      }
    }
  }
  return null;
}

/** What a column of this name usually contains; null if the name says nothing. */
export const namedFieldOf = (header: string): NamedField | null => entryOf(header)?.field ?? null;

type Found = Map<NamedField, { index: number; rank: number }>;

/** Whether a column cannot contain usernames: most of its values have spaces. */
function isProse({ values }: SampledColumn): boolean {
  const filled = values.filter((value) => value !== "");
  return filled.length > 0 && filled.filter((value) => /\S\s+\S/u.test(value)).length * 2 > filled.length;
}

/** Of a preferred and a legal name, the first that has a value in as many rows is used. */
const isSparser = (one: SampledColumn, other: SampledColumn): boolean =>
  one.values.some((value, row) => value === "" && (other.values[row] ?? "") !== "");

interface Candidate {
  column: SampledColumn;
  rank: number;
}

/** Of two columns for a field the surer name; for a name the fuller column, if one of them has gaps. */
function isBetter(field: NamedField, one: Candidate, other: Candidate): boolean {
  const ofName = ["name", "firstName", "lastName", "middleName"].includes(field);
  const [gaps, otherGaps] = [isSparser(one.column, other.column), isSparser(other.column, one.column)];
  return ofName && gaps !== otherGaps ? otherGaps : one.rank < other.rank;
}

function byNames(columns: readonly SampledColumn[], taken: ReadonlySet<number>): Found {
  const found: Found = new Map();
  for (const [index, column] of columns.entries()) {
    const entry = taken.has(index) ? null : entryOf(column.header);
    if (!entry) continue;
    const prose = entry.field === "username" && isProse(column);
    const field = prose ? "name" : entry.field;
    const rank = prose ? 1000 : entry.rank;
    const other = found.get(field);
    const otherColumn = other && columns[other.index];
    if (!other || !otherColumn || isBetter(field, { column, rank }, { column: otherColumn, rank: other.rank })) {
      found.set(field, { index, rank });
    }
  }
  return found;
}

/** Decides what "Name" means beside a part of a name, and a part alone. */
function settleNames(found: Found, columns: readonly SampledColumn[]): void {
  const at = (field: NamedField): SampledColumn | undefined => columns[found.get(field)?.index ?? -1];
  const move = (from: NamedField, to: NamedField): void => {
    const entry = found.get(from);
    if (entry) found.set(to, entry);
    found.delete(from);
  };
  const [whole, first, last] = [at("name"), at("firstName"), at("lastName")];
  if (whole && first && last && holdsCallNames(whole, last)) found.delete("name");
  if (whole && first && !last) {
    const role = roleBesidePart(whole, first, "firstName");
    if (role !== "name") move("name", role);
  } else if (whole && last && !first) {
    const role = roleBesidePart(whole, last, "lastName");
    if (role !== "name") move("name", role);
  } else if (!whole && first && !last && standsAlone(first)) {
    move("firstName", "name");
  } else if (!whole && last && !first && standsAlone(last)) {
    move("lastName", "name");
  }
}

/** The columns in the order in which they are joined. */
const togetherOf: Readonly<Partial<Record<ImportField, readonly NamedField[]>>> = {
  firstName: ["firstName", "middleName"],
  lastName: ["prefix", "lastName", "secondLastName"],
};

const oneOrMany = (indexes: readonly number[]): number | number[] =>
  indexes.length === 1 ? (indexes[0] ?? 0) : [...indexes];

/** Where people sign in with their address, as at Google: everybody has one, and all are different. */
const namesEverybody = ({ values }: SampledColumn): boolean =>
  values.length > 0 && !values.includes("") && new Set(values.map(nameKey)).size === values.length;

/** Which column contains what, by the columns' names and their values. */
export function mappingFromColumns(columns: readonly SampledColumn[]): Mapping {
  const statuses = statusColumns(columns);
  const found = byNames(columns, new Set(statuses));
  settleNames(found, columns);
  const mapping: Mapping = {};
  for (const field of ImportField.options) {
    if (field === "status") {
      if (statuses.length > 0) mapping.status = oneOrMany(statuses);
      continue;
    }
    const main = found.get(field);
    if (!main) continue;
    const parts = togetherOf[field] ?? [field];
    mapping[field] = oneOrMany(parts.flatMap((part) => found.get(part)?.index ?? []));
  }
  const email = columns[found.get("email")?.index ?? -1];
  if (mapping.username === undefined && mapping.email !== undefined && email && namesEverybody(email)) {
    mapping.username = mapping.email;
  }
  return mapping;
}

const sameHeader = (a: string, b: string): boolean => nameKey(a.trim()) === nameKey(b.trim());

/** The mapping of a preset for these columns; null if one of its columns is missing. */
function mappingFromPreset(preset: ImportPreset, columns: readonly SampledColumn[]): Mapping | null {
  const entries = Object.entries(preset.headers).map(([field, names]) => {
    const indexes = [names].flat().map((name) => columns.findIndex(({ header }) => sameHeader(header, name)));
    return [field, indexes] as const;
  });
  if (entries.length === 0 || entries.some(([, indexes]) => indexes.some((index) => index < 0))) return null;
  return Object.fromEntries(entries.map(([field, indexes]) => [field, oneOrMany(indexes)]));
}

/** The preset that fits these columns and names most of them; otherwise the columns' names and values decide. */
export function proposeMapping(
  columns: readonly SampledColumn[],
  presets: readonly ImportPreset[],
): { mapping: Mapping; preset: string | null } {
  const fitting = presets
    .flatMap((preset) => {
      const mapping = mappingFromPreset(preset, columns);
      return mapping ? [{ mapping, preset: preset.name }] : [];
    })
    .toSorted((a, b) => mappedColumns(b.mapping).length - mappedColumns(a.mapping).length);
  return fitting[0] ?? { mapping: mappingFromColumns(columns), preset: null };
}
