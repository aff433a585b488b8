import type { GroupsBy } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import { entriesInDns, isDn, type NamedByDn } from "./columns/dn.ts";
import { headerKeys, plain } from "./columns/header-key.ts";

const quoted = /"(?:[^"]|"")*"/gu;

/** The parts between the separators that are outside quotation marks. */
function split(cell: string, separator: string): string[] {
  const parts: string[] = [];
  let part = "";
  let inside = false;
  for (const letter of cell) {
    if (letter === '"') inside = !inside;
    if (letter === separator && !inside) {
      parts.push(part);
      part = "";
    } else {
      part += letter;
    }
  }
  return [...parts, part];
}

function unquote(part: string): string {
  const text = part.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text;
}

/** What no single group's name contains. */
const certain = [";", "|", "\n"] as const;

/** How the cells of a column are split. */
export interface GroupsReading {
  /** `none`: a cell is one group; `auto`: at `;`, `|` and line breaks. */
  by: GroupsBy | "auto";
  /** Names that appear in several cells, as keys: these show that commas separate. */
  known: ReadonlySet<string>;
}

const groupsAsFound: GroupsReading = { by: "auto", known: new Set() };

const bare = (cell: string): string => cell.replaceAll(quoted, "");

/** "Risk and Compliance" can end a list, but is inside a name here. */
const enumeration = /\s(?:and|und|et|y|e|en|i|a|és|och|og|&)\s/iu;
const isEnumeration = (cell: string): boolean => enumeration.test(bare(cell).split(",").at(-1) ?? "");

function separatorOf(cell: string, { by, known }: GroupsReading): string | null {
  const outside = bare(cell);
  if (by === "none") return null;
  if (by !== "auto" && by !== ",") return by;
  const sure = certain.find((one) => outside.includes(one));
  if (sure !== undefined || by === "auto" || !outside.includes(",")) return sure ?? null;
  const isName = isEnumeration(cell) && !split(cell, ",").some((part) => known.has(nameKey(unquote(part))));
  return isName ? null : ",";
}

type Note = (entries: readonly NamedByDn[]) => void;

/** The names of distinguished names; null where the text has none. */
function namesInDns(text: string, note?: Note): string[] | null {
  const entries = isDn(text) ? entriesInDns(text) : null;
  if (entries) note?.(entries);
  return entries?.map(({ name }) => name) ?? null;
}

/** A list as scripts write it: `["Staff","Night"]`, `['Staff', 'Night']`, `{Staff, Night}`. */
function writtenList(cell: string, note?: Note): string[] | null {
  const text = cell.trim();
  if (text.startsWith("{") && text.endsWith("}")) {
    const inner = text.slice(1, -1);
    return namesInDns(inner, note) ?? split(inner, inner.includes(";") ? ";" : ",").map(unquote);
  }
  if (!text.startsWith("[") || !text.endsWith("]")) return null;
  const single = /^\[\s*'[^"]*'\s*\]$/u.test(text);
  try {
    const list: unknown = JSON.parse(single ? text.replaceAll("'", '"') : text);
    return Array.isArray(list) && list.every((one) => typeof one === "string") ? list.map((one) => one.trim()) : null;
  } catch {
    return null;
  }
}

/**
 * The names in a cell, in its order, without empty ones.
 *
 * @param note is told of the directory's entries among them
 */
export function splitGroups(cell: string, reading: GroupsReading = groupsAsFound, note?: Note): string[] {
  if (/^[\w .-]*$/u.test(cell)) return cell.trim() === "" ? [] : [cell.trim()];
  const list = reading.by === "none" ? null : (namesInDns(cell, note) ?? writtenList(cell, note));
  if (list) return list.filter((name) => name !== "");
  const separator = separatorOf(cell, reading);
  const parts = separator === null ? [cell] : split(cell, separator);
  return parts.map(unquote).filter((name) => name !== "");
}

/** Columns with these names contain one department or unit, whose name may have commas. */
const single = new Set(
  `department, dept, dept name, department name, abteilung, bereich, département, service, departamento, reparto, ufficio
   dipartimento, setor, área, afdeling, dział, oddział, oddělení, oddelenie, osztály, osasto, avdelning, avdeling, bölüm
   departman, отдел, подразделение, τμήμα, 部署, 部署名, 部門, 所属, 部门, 부서, team, org unit, organizational unit
   organisationseinheit, orgeinheit, org unit path, supervisory organization, business unit`
    .split(/[,\n]/u)
    .map(plain),
);

/**
 * Names that appear in several cells, or alone in one; first parts are counted separately: `Legal, Risk` and `Legal,
 * Tax`.
 */
function recurring(cells: readonly string[]): Set<string> {
  const seen = new Map<string, { cells: number; inside: boolean }>();
  for (const cell of cells) {
    const parts = split(cell, ",").map((part) => nameKey(unquote(part)));
    for (const [place, part] of parts.entries()) {
      const entry = seen.get(part) ?? { cells: 0, inside: false };
      seen.set(part, { cells: entry.cells + 1, inside: entry.inside || place > 0 || parts.length === 1 });
    }
  }
  return new Set(
    [...seen].filter(([part, { cells: n, inside }]) => part !== "" && n > 1 && inside).map(([part]) => part),
  );
}

/**
 * How a column names groups, as the table shows it. Commas separate only if the same names appear in other cells, if no
 * space follows them, or if names are in quotation marks.
 */
export function groupsReadingOf(header: string, values: readonly string[]): GroupsReading {
  const cells = [...new Set(values)].filter((value) => value !== "" && !isDn(value));
  const commas = cells.filter((cell) => bare(cell).includes(","));
  if (commas.length === 0 || cells.some((cell) => certain.some((one) => bare(cell).includes(one))))
    return groupsAsFound;
  const list: GroupsReading = { by: ",", known: recurring(cells) };
  if (commas.some((cell) => /(?:^|,)\s*"[^"]*"\s*(?:,|$)/u.test(cell))) return list;
  if (headerKeys(header).some((key) => single.has(key))) return groupsAsFound;
  const shown = commas.filter(
    (cell) =>
      (/,\S/u.test(bare(cell)) && !isEnumeration(cell)) ||
      split(cell, ",").some((part) => list.known.has(nameKey(unquote(part)))),
  );
  return shown.length * 2 >= commas.length ? list : groupsAsFound;
}

/** One cell for several names; `splitGroups` returns them. */
export const joinGroups = (names: readonly string[]): string =>
  names.map((name) => (/[;|,"\n=[\]{}]/u.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(";");
