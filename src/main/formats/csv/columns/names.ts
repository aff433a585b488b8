import { sortKey } from "#shared/model/text.ts";
import { familyFirst, wholeOrPart } from "./field-names.ts";
import { headerKeys } from "./header-key.ts";

/** A column at the beginning of a table. */
export interface SampledColumn {
  header: string;
  /** As many as there are rows; trimmed. */
  values: readonly string[];
}

/** Han, kana and hangul: the family name comes first. */
const eastAsian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー・\s]+$/u;

/** Whether a name contains another text as separate words. */
const holds = (name: string, part: string): boolean =>
  ` ${sortKey(name).replaceAll(/[^\p{L}\p{N}]+/gu, " ")} `.includes(
    ` ${sortKey(part)
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim()} `,
  );

/** In how many of the rows that have both the name contains the part; null if no row has both. */
function shareHolding(names: SampledColumn, part: SampledColumn): number | null {
  const both = names.values.flatMap((name, row) => {
    const text = part.values[row] ?? "";
    return name === "" || text === "" ? [] : [holds(name, text)];
  });
  return both.length === 0 ? null : both.filter(Boolean).length / both.length;
}

/**
 * What a column called "Name" means beside one part of a name: `Name;Vorname` has the surname in it, a display name
 * beside a first name has both. Its values tell which.
 *
 * @param part which part the other column has
 */
export function roleBesidePart(
  whole: SampledColumn,
  other: SampledColumn,
  part: "firstName" | "lastName",
): "name" | "firstName" | "lastName" {
  const missing = part === "firstName" ? "lastName" : "firstName";
  const share = shareHolding(whole, other);
  if (share !== null) return share >= 0.5 ? "name" : missing;
  const usual = headerKeys(whole.header)
    .map((key) => wholeOrPart.get(key))
    .find((field) => field !== undefined);
  return usual === missing ? missing : "name";
}

/** Whether a column beside both parts of a name contains not whole names but what people are called. */
export function holdsCallNames(whole: SampledColumn, last: SampledColumn): boolean {
  const named = whole.values.filter((value) => value !== "");
  const short = named.filter((value) => !/\s/u.test(value) && !eastAsian.test(value));
  return named.length > 0 && short.length * 2 > named.length && (shareHolding(whole, last) ?? 0) < 0.5;
}

/** What a part without the other one is: a column `Nome` or `Nom` alone contains whole names. */
export const standsAlone = (column: SampledColumn): boolean =>
  headerKeys(column.header).some((key) => wholeOrPart.has(key));

/** What follows a name and a comma without being a first name. */
const suffix =
  /^(?:(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?\s?d|m\.?a|b\.?a|dr|prof|mba|m\.?sc|b\.?sc|dipl|ing|mag|esq|rn|cpa)\b[\s.]*)+$/iu;

/** Both sides of the comma consist of what names are made of. */
const turned = /^(?<last>[\p{L}\p{M}.'’() -]+),\s*(?<first>[\p{L}\p{M}.'’() -]+)$/u;

/** No name is longer; anything longer is not split. */
const longestName = 400;

/**
 * `Berg, Anna` as `Anna Berg`; every other text unchanged.
 *
 * @param words whether `Berg Anna` is turned too; of more words nobody knows where the last name ends
 */
export function lastFirstTurned(text: string, words = false): string {
  if (text.length > longestName) return text;
  const two = words ? /^(?<last>[^\s,]+)\s+(?<first>[^\s,]+)$/u.exec(text.trim())?.groups : undefined;
  if (two) return `${two["first"]} ${two["last"]}`;
  const parts = turned.exec(text.trim())?.groups;
  if (!parts || suffix.test(parts["first"] ?? "")) return text;
  // What is in brackets after the name, a department or a town, stays after it.
  const [, first = "", rest = ""] = /^(.*?)(\s*\([^()]*\))?$/u.exec(parts["first"]?.trim() ?? "") ?? [];
  return `${first} ${parts["last"]?.trim()}${rest}`;
}

/** Whether the names in a column are written as `Berg, Anna`. */
export function standsLastFirst(values: readonly string[]): boolean {
  const commas = values.filter((value) => lastFirstTurned(value) !== value);
  // A name of one word, or one that ends in a title, could be read either way.
  const others = values.filter((value) => /\S\s+\S/u.test(value) && !value.includes(","));
  return commas.length > 0 && commas.length >= others.length;
}

/** Joins the parts of a name in the order in which they are spoken. */
export function joinParts(first: string, last: string, familyNameFirst: boolean): string {
  const [given, family] = [first.trim(), last.trim()];
  const turn = familyNameFirst || (eastAsian.test(given) && eastAsian.test(family));
  return (turn ? [family, given] : [given, family]).filter((part) => part !== "").join(" ");
}

/** Whether the headings of both parts are in a language that puts the family name first. */
export const headersFamilyFirst = (headers: readonly string[]): boolean =>
  headers.length > 1 && headers.every((header) => headerKeys(header).some((key) => familyFirst.has(key)));
