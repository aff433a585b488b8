/**
 * Longer texts are not searched but left out: cutting them could leave a part of a secret that no pattern recognises.
 */
const longestText = 20_000;
const longestShown = 1000;

const uuid = /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/giu;

type Form = (text: string) => string;

/** Replaces what has a form by the form's name; `also` asks more of what was found. */
const form =
  (name: string, pattern: RegExp, also: (found: string) => boolean = () => true): Form =>
  (text) =>
    text.replaceAll(pattern, (found) => (also(found) ? `[${name}]` : found));

/** What must never be in a log, by its form; each is replaced by its name. In this order. */
const forms: readonly Form[] = [
  form("otpauth", /otpauth(?:-migration)?:[^\s"'`<>]*/giu),
  form("age key", /AGE-(?:SECRET-KEY|PLUGIN)-[0-9A-Z-]*/giu),
  form("hash", /\$(?:argon2|scrypt|2[aby])[^\s"'`]*/gu),
  // Quoted text is what a person or a statement gave: SQL values, JSON, names of files.
  (text) => text.split("\n").map(withoutQuoted).join("\n"),
  // An unfinished quotation, as in a message that was cut off.
  form("quoted", /(?<![\p{L}\p{N}])["'`“‘].*$/gmu),
  // Groups of four or five: recovery keys, backup codes, seeds for typing. "read-only" is not a code. Capitals alone
  // come first, so that a word before them does not count as their first group.
  form("code", /(?<![0-9A-Za-z])[0-9A-Z]{4,5}(?:-[0-9A-Z]{4,5})+(?![0-9A-Za-z])/gu),
  form("code", /(?<![0-9A-Za-z])(?:[0-9A-Z]{4} ){3,}[0-9A-Z]{1,4}(?![0-9A-Za-z])/gu),
  form("code", /(?<![0-9A-Za-z])[0-9A-Za-z]{4,5}(?:-[0-9A-Za-z]{4,5})+(?![0-9A-Za-z])/gu, looksTyped),
  form("code", /(?<![0-9A-Za-z])(?:[0-9A-Za-z]{4} ){3,}[0-9A-Za-z]{1,4}(?![0-9A-Za-z])/gu, looksTyped),
  // A backup code without its hyphen (Crockford's alphabet).
  form("code", /(?<![0-9A-Za-z_])(?:[0-9A-HJKMNP-TV-Z]{10}|[0-9a-hjkmnp-tv-z]{10})(?![0-9A-Za-z_])/gu, looksTyped),
  // Base32 of 10 bytes or more, hexadecimal and base64 of 8 and 12.
  form("secret", /(?<![0-9A-Za-z])(?:[0-9A-Z]{16,}|[0-9a-z]{16,})=*(?![0-9A-Za-z])/gu),
  form("secret", /[0-9A-Za-z+/_-]{16,}={0,2}/gu, (found) => /[0-9]/u.test(found)),
  // Authenticator codes, also in two halves.
  form("digits", /(?<![0-9.])(?:[0-9]{6}|[0-9]{8}|[0-9]{3}[ -][0-9]{3}|[0-9]{4}[ -][0-9]{4})(?![0-9])/gu),
];

/** A quotation from its opening mark to its closing one, on one line. */
const quotations: Readonly<Record<string, RegExp>> = {
  '"': /"(?:[^"\\]|\\.)*"/uy,
  "'": /'(?:[^'\\]|\\.|'')*'/uy,
  "`": /`[^`]*`/uy,
  "“": /“[^”]*”/uy,
  "‘": /‘[^’]*’/uy,
};

/**
 * A mark that nothing closes is looked for once a line only: one after it has no end either. So the time grows with the
 * length of the text, whatever the text is.
 */
function withoutQuoted(line: string): string {
  const open = new Set<string>();
  let kept = "";
  let from = 0;
  for (const { 0: mark, index } of line.matchAll(/["'`“‘]/gu)) {
    const quotation = quotations[mark];
    if (!quotation || index < from || open.has(mark)) continue;
    quotation.lastIndex = index;
    if (quotation.test(line)) {
      kept += `${line.slice(from, index)}[quoted]`;
      from = quotation.lastIndex;
    } else {
      open.add(mark);
    }
  }
  return kept + line.slice(from);
}

function looksTyped(found: string): boolean {
  return /[0-9]/u.test(found) || found === found.toUpperCase();
}

/**
 * Removes everything from a text that has the form of a secret, or is quoted. Ids (UUIDs) stay. This is the second line
 * of defence: facts are chosen by their names first (`redact.ts`).
 */
export function scrub(text: string): string {
  if (text.length > longestText) return `[text of ${text.length} characters]`;
  const kept = text.split(uuid).map((part) => forms.reduce((left, without) => without(left), part));
  const ids = text.match(uuid) ?? [];
  const scrubbed = kept.flatMap((part, n) => (n < ids.length ? [part, ids[n] as string] : [part])).join("");
  return scrubbed.length > longestShown ? `${scrubbed.slice(0, longestShown)}…` : scrubbed;
}
