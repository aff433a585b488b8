/** The beginning of a distinguished name: an attribute that directories use to name their entries. */
const beginning = /^\s*(?:cn|ou|uid|o|dc|l|c|st)\s*=/iu;

/** An attribute and its value, up to what ends it; a value may be in quotation marks (RFC 4514, RFC 1779). */
const pair =
  /\s*(?<type>[a-z][a-z\d-]*|\d+(?:\.\d+)+)\s*=\s*(?:"(?<quoted>(?:\\[^]|[^"\\])*)"\s*|(?<value>(?:\\[^]|[^,;+\\|\n])*))(?<end>[,;+|\n]|$)/iuy;

/** PowerShell puts a space between the names of a list that it has not been told how to join. */
const blankBetween = /\b(dc=[\w-]+)\s+(?=(?:cn|ou|uid)=)/giu;

interface Attribute {
  type: string;
  value: string;
  /** What follows it; empty at the end. */
  end: string;
}

/** Removes the escapes: `\,` and `\C3\A4`, which is a byte of UTF-8 (RFC 4514, section 2.4). */
function unescaped(text: string): string {
  if (!text.includes("\\")) return text.trim();
  const trimmed = text.replace(/^\s+/u, "").replace(/(?<!\\)\s+$/u, "");
  const bytes = trimmed.replaceAll(/(?:\\[\da-f]{2})+/giu, (run) =>
    Buffer.from(run.replaceAll("\\", ""), "hex").toString("utf8"),
  );
  return bytes.replaceAll(/\\([^])/gu, "$1");
}

/** @returns null for a text that is not a list of attributes to its end */
function attributesOf(text: string): Attribute[] | null {
  const found: Attribute[] = [];
  pair.lastIndex = 0;
  while (pair.lastIndex < text.length) {
    const groups = pair.exec(text)?.groups;
    if (!groups) return null;
    const { type = "", quoted, value = "", end = "" } = groups;
    found.push({ type: type.toLowerCase(), value: unescaped(quoted ?? value), end });
    if (end === "") break;
  }
  return found;
}

/** Whether a cell looks like distinguished names of a directory. */
export const isDn = (cell: string): boolean => beginning.test(cell);

/** An entry of a directory. */
export interface NamedByDn {
  /** The value of its first attribute: `Sales` of `CN=Sales,OU=Groups,DC=example`. */
  name: string;
  /** As it is shown. */
  dn: string;
  /** In the form in which two are compared. */
  dnKey: string;
}

const entryOf = (attributes: readonly Attribute[]): NamedByDn => {
  const dn = attributes.map(({ type, value }) => `${type.toUpperCase()}=${value}`).join(",");
  return { name: attributes[0]?.value ?? "", dn, dnKey: dn.toLowerCase() };
};

/**
 * The entries in a cell of distinguished names. They follow each other behind `;`, `|`, a line break, or behind a comma
 * where a new one begins after the domain's parts.
 *
 * @returns null where the cell cannot be read so
 */
export function entriesInDns(cell: string): NamedByDn[] | null {
  const attributes = attributesOf(cell.trim().replaceAll(blankBetween, "$1;"));
  if (!attributes || attributes.length === 0) return null;
  const entries: Attribute[][] = [];
  let before: Attribute | null = null;
  for (const attribute of attributes) {
    const begins =
      before === null ||
      (before.end !== "," && before.end !== "+") ||
      (before.end === "," && before.type === "dc" && attribute.type !== "dc");
    if (begins) entries.push([attribute]);
    else entries.at(-1)?.push(attribute);
    before = attribute;
  }
  return entries.map(entryOf).filter(({ name }) => name !== "");
}
