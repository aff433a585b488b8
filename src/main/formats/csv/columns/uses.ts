import { type ColumnUse, ImportField, type Mapping, mappedColumns } from "#shared/contract/exchange.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import { headerKeys } from "./header-key.ts";
import type { SampledColumn } from "./names.ts";
import { lastFirstTurned } from "./names.ts";
import type { Plan } from "./plan.ts";
import { namedFieldOf } from "./propose.ts";
import { statusHeader, type StatusSense } from "./status-header.ts";
import { isDn } from "./dn.ts";
import { mayTellStatus } from "./status-column.ts";

const samplesShown = 3;
const sampleLength = 60;

const shorten = (value: string): string =>
  value.length > sampleLength ? `${value.slice(0, sampleLength - 1).trimEnd()}…` : value;

/** The first different values of a column, shortened. */
export function samplesOf(values: readonly string[]): string[] {
  const samples = new Set<string>();
  for (const value of values) {
    if (value !== "") samples.add(shorten(value));
    if (samples.size === samplesShown) break;
  }
  return [...samples];
}

const senses: Readonly<Record<StatusSense, Text | null>> = {
  words: null,
  enabled: text("tables.enabled"),
  blocked: text("tables.blocked"),
  locked: text("tables.locked"),
  left: text("tables.left"),
  since: text("tables.since"),
  until: text("tables.until"),
  bits: text("tables.bits"),
  asked: text("tables.asked"),
};

const looksLikeName =
  /name|nom(?!bre?de)|voorletter|initialen|initials|vorn|nachn|apellid|nombre|cognom|nazwisk|imie|vezetek|kereszt|surname|given|姓|氏|名前/u;
const looksLikeId =
  /(?:^|.)(?:id|nr|guid|uuid|upn|sid|identifier)$|number|nummer|login|logon|account|kennung|matric|personal(?:nr|num)|employeen|badge|code$/u;
const looksLikeGroup =
  /memberof|membership|department|abteilung|cohort|^(?:teams?|roles?|rollen?)\d*$|gruppen?\d*$|groups?\d*$|orgunit|phongban/u;
/** Of these the name belongs to somebody else. */
const ofOthers =
  /host|computer|device|file|domain|group|gruppe|company|firm|manager|vorgesetzt|department|abteilung|city|street|country|phone|server|telefon|unit|cost|kosten|post|zip|plz/u;

/** @param nameless whether no column is used for the name */
function looksLike(
  { header, values }: SampledColumn,
  sense: StatusSense | null,
  nameless: boolean,
): ColumnUse["looksLike"] {
  if (values.every((value) => value === "")) return null;
  if (sense !== null || statusHeader(header) !== null || mayTellStatus({ header, values })) return "status";
  const field = namedFieldOf(header);
  if (field === "username" || field === "externalId") return "id";
  if (field !== null && ["name", "firstName", "lastName", "middleName", "prefix", "secondLastName"].includes(field))
    return "name";
  const keys = headerKeys(header);
  if (field === "groups" || keys.some((key) => looksLikeGroup.test(key))) return "group";
  if (keys.some((key) => ofOthers.test(key))) return null;
  if (keys.some((key) => looksLikeName.test(key))) return "name";
  if (keys.some((key) => looksLikeId.test(key))) return "id";
  return nameless && holdsFullNames(values) ? "name" : null;
}

/** What is longer is no name, and not looked at. */
const longestName = 100;

/** Whether nearly all values are of two to five words of letters, and hardly any two the same. */
function holdsFullNames(values: readonly string[]): boolean {
  const filled = values.filter((value) => value !== "" && value.length <= longestName);
  const names = filled.filter((value) => /^[\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]*(?:,? [\p{L}\p{M}.'’-]+){1,4}$/u.test(value));
  return names.length > 0 && names.length * 5 >= filled.length * 4 && new Set(names).size * 5 >= names.length * 4;
}

const separated = {
  ",": text("tables.byCommas"),
  ";": text("tables.bySemicolons"),
  "|": text("tables.byBars"),
  "\n": text("tables.byLines"),
} as const;

function groupsAsText({ values }: SampledColumn, { by }: Plan["groups"]): Text | null {
  if (values.some(isDn)) return text("tables.directoryNames");
  if (by === "none") return text("tables.oneGroup");
  if (by !== "auto") return separated[by];
  return values.some((value) => value.includes(",")) ? text("tables.commasInNames") : null;
}

function turnedName(column: SampledColumn, { turnWords }: Plan): Text | null {
  const cell = column.values.find((value) => lastFirstTurned(value, turnWords) !== value);
  if (cell === undefined) return null;
  return text("tables.readAs", { cell: shorten(cell), name: shorten(lastFirstTurned(cell, turnWords)) });
}

function readingOf(fields: readonly ImportField[], column: SampledColumn, plan: Plan, index: number): Text | null {
  const status = plan.status.find((one) => one.index === index);
  const [first, ...others] = [
    status ? senses[status.sense] : null,
    fields.includes("name") && plan.turnNames ? turnedName(column, plan) : null,
    plan.familyFirst && fields.includes("lastName") ? text("tables.familyFirst") : null,
    fields.includes("groups") ? groupsAsText(column, plan.groups) : null,
  ].filter((one) => one !== null);
  return first === undefined ? null : sentences(first, ...others);
}

/** Which column becomes what, how it is read, and what the ignored ones look like. */
export function usesOf(columns: readonly SampledColumn[], mapping: Mapping, plan: Plan): ColumnUse[] {
  const nameless = (["name", "firstName", "lastName"] as const).every((field) => mapping[field] === undefined);
  return columns.map((column, index) => {
    const fields = ImportField.options.filter((field) => mappedColumns(mapping, field).includes(index));
    const sense = plan.others.find((one) => one.index === index)?.sense ?? null;
    return {
      index,
      header: column.header,
      fields,
      reading: readingOf(fields, column, plan, index),
      looksLike: fields.length > 0 ? null : looksLike(column, sense, nameless),
      samples: samplesOf(column.values),
    };
  });
}
