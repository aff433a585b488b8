import { sortKey } from "#shared/model/text.ts";

/** The form in which headings and words are compared: without case, accents, spaces and punctuation. */
export const plain = (text: string): string => sortKey(text.normalize("NFC")).replaceAll(/[^\p{L}\p{N}]/gu, "");

/** In brackets a heading says what a form expects, or a unit: `First Name [Required]`, `Status [READ ONLY]`. */
const bracketed = /[([{<（［【][^)\]}>）］】]*[)\]}>）］】]/gu;

/** What makes a column another person's, or not the work one: `Name (Manager)`, `E-Mail (privat)`. */
const another =
  /manager|supervisor|vorgesetzt|responsable|assistant|sponsor|emergency|notfall|privat|personal e|home|secondary|recovery|alternat|parent|spouse|company|firma/iu;

/** Where directories and their interfaces put a person's own data: `profile.firstName`, `attributes.department`. */
const ownPrefix =
  /^(?:users?|profile|person|employee|worker|account|attributes?|properties|name|names|core|urn:[^.]*(?:\.\d)?:user):?[.:/]/iu;
const arrayPart = /[.[](?:\d+|type eq "?work"?)\]?(?:[.](?:value|address))?$/iu;

/** No known heading is longer. */
const longestHeading = 200;

/**
 * The forms under which a heading is looked up, the surest first.
 * `emails[type eq work].value` is tried as `emails`, `First Name [Required]` as `First Name`.
 */
export function headerKeys(header: string): string[] {
  const text = header
    .slice(0, longestHeading)
    .replaceAll(/^\uFEFF+/gu, "")
    .replace(/(?<=\p{L}) ?[#№]/u, " number")
    .trim();
  const whole = plain(text);
  const inside = (text.match(bracketed) ?? []).join(" ");
  if (another.test(inside)) return [whole];
  let own = text.replace(arrayPart, "");
  for (let before = ""; before !== own;) {
    before = own;
    own = own.replace(ownPrefix, "");
  }
  const keys = [whole, plain(text.replaceAll(bracketed, " ")), plain(own), plain(own.replaceAll(bracketed, " "))];
  return [...new Set(keys)].filter((key) => key !== "");
}
