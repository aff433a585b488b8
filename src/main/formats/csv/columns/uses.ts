import { type ColumnUse, ImportField, type Mapping, mappedColumns } from "#shared/contract/exchange.ts";
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

const shorten = (text: string): string =>
  text.length > sampleLength ? `${text.slice(0, sampleLength - 1).trimEnd()}…` : text;

/** The first different values of a column, shortened. */
export function samplesOf(values: readonly string[]): string[] {
  const samples = new Set<string>();
  for (const value of values) {
    if (value !== "") samples.add(shorten(value));
    if (samples.size === samplesShown) break;
  }
  return [...samples];
}

const inWords: Readonly<Record<StatusSense, string>> = {
  words: "",
  enabled: "Yes means active, no means disabled.",
  blocked: "Yes means disabled, no means active.",
  locked: "Yes means disabled.",
  left: "Yes, or a date in the past, means left.",
  since: "Any value means disabled.",
  until: "A last day: once it has passed, it means left.",
  bits: "The bits of userAccountControl.",
  asked: "Only words for a status: the heading does not say what yes means.",
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

function groupsInWords({ values }: SampledColumn, { by }: Plan["groups"]): string {
  if (values.some(isDn)) return "Directory names: the first part of each is the group.";
  const words = { ",": "Commas", ";": "Semicolons", "|": "Vertical bars", "\n": "Line breaks" } as const;
  if (by === "none") return "One group in each cell.";
  if (by !== "auto") return `${words[by]} separate the groups.`;
  return values.some((value) => value.includes(",")) ? "Commas are part of a group's name." : "";
}

function readingOf(fields: readonly ImportField[], column: SampledColumn, plan: Plan, index: number): string {
  const texts: string[] = [];
  const status = plan.status.find((one) => one.index === index);
  if (status) texts.push(inWords[status.sense]);
  if (fields.includes("name") && plan.turnNames) {
    const turned = column.values.find((value) => lastFirstTurned(value, plan.turnWords) !== value);
    if (turned !== undefined)
      texts.push(`“${shorten(turned)}” is read as “${shorten(lastFirstTurned(turned, plan.turnWords))}”.`);
  }
  if (plan.familyFirst && fields.includes("lastName")) texts.push("The family name comes first.");
  if (fields.includes("groups")) texts.push(groupsInWords(column, plan.groups));
  return texts.filter((text) => text !== "").join(" ");
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
