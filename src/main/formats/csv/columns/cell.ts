import { domainToASCII, domainToUnicode } from "node:url";
import type { ImportField } from "#shared/contract/exchange.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { rearm } from "../formula.ts";

/** How programs keep a spreadsheet from turning a text into a number: `="00123"`. */
const textFormula = /^\s*=\s*"(?<text>(?:[^"]|"")*)"\s*$/u;

/** A spreadsheet's mark for "this is text", in cells that contain no words. */
const textMark = /^'(?=[\p{L}\p{N}])/u;

/** What databases and scripts write for no value. A surname may be Null. */
const nothing = /^(?:\\N|<null>|\(null\)|\[null\]|<not set>|<leer>|\(leer\)|\(vide\))$/iu;
const nullWord = /^(?:NULL|None|nan|#N\/A|#NV|#N\/D)$/u;

const namesOf: ReadonlySet<ImportField> = new Set(["name", "firstName", "lastName"]);
const codes: ReadonlySet<ImportField> = new Set(["username", "externalId"]);

/** A cell as the program that wrote it meant it. */
export function meantBy(cell: string, field: ImportField): string {
  const meant =
    cell.startsWith("=") || cell.startsWith(" ")
      ? (textFormula.exec(cell)?.groups?.["text"]?.replaceAll('""', '"') ?? cell)
      : cell;
  const bare = codes.has(field) ? rearm(meant).replace(textMark, "") : rearm(meant);
  const short = bare.length < 12 ? bare.trim() : "";
  if (short !== "" && (nothing.test(short) || (!namesOf.has(field) && nullWord.test(short)))) return "";
  return bare;
}

/** A number that a spreadsheet has shortened to fit its column; the digits are lost. */
const shortened = /^[+-]?\d+(?:[.,]\d+)?E[+-]\d{2,3}$/iu;
/** What a spreadsheet shows if a formula fails or a column is too narrow. */
const failed =
  /^#(?:REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|N\/A|NV|WERT!|BEZUG!|ZAHL!|WERT\?|VALEUR!|NOM\?|NOMBRE!)$|^#{3,}$/u;
/** What a script writes if it exports a list without joining it. */
const typeName = /^(?:System|Microsoft)\.[A-Za-z.\d+`]+(?:\[\])?$/u;

/** Why a cell is not what its column should contain; null if nothing is known against it. */
export function spoiled(cell: string, field: ImportField): Text | null {
  if (cell.length > 120) return null;
  const bare = cell.trim();
  if (codes.has(field) && shortened.test(bare)) return text("tables.shortened", { cell: bare });
  if (failed.test(bare)) return text("tables.failed", { cell: bare });
  return typeName.test(bare) ? text("tables.typeName", { cell: bare }) : null;
}

/** An address whose domain has letters beyond ASCII, or stands for one that has. */
export interface InternationalAddress {
  /** As it is stored: the domain in its ASCII form (RFC 5891). */
  ascii: string;
  /** As it is read. */
  unicode: string;
}

/** @returns null for a plain ASCII address, and for what is not an address */
export function internationalAddress(typed: string): InternationalAddress | null {
  const at = typed.lastIndexOf("@");
  const [local, domain] = [typed.slice(0, at), typed.slice(at + 1)];
  if (at < 1 || domain === "" || domain.length > 253) return null;
  if (/^[\0-\x7F]*$/u.test(domain) && !/(?:^|\.)xn--/iu.test(domain)) return null;
  const ascii = domainToASCII(domain);
  if (ascii === "") return null;
  return { ascii: `${local}@${ascii}`, unicode: `${local}@${domainToUnicode(ascii)}` };
}
