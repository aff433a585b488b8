import { z } from "zod";
import { broken } from "./faults.ts";
import type { Source } from "./source.ts";

/** Deeper than any program's export. */
export const deepest = 64;

/** Nothing is parsed that would nest deeper: the parser's and every later walk's stack stays small. */
function requireShallow(written: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < written.length; at += 1) {
    const letter = written.charCodeAt(at);
    if (quoted) {
      // A backslash takes the next letter with it.
      if (letter === 0x5c) at += 1;
      else if (letter === 0x22) quoted = false;
    } else if (letter === 0x22) quoted = true;
    else if (letter === 0x7b || letter === 0x5b) {
      depth += 1;
      if (depth > deepest) throw broken();
    } else if (letter === 0x7d || letter === 0x5d) depth -= 1;
  }
}

/** @throws AppError FORMAT_UNREADABLE */
export function parseJson(written: string): unknown {
  requireShallow(written);
  try {
    return JSON.parse(written);
  } catch (thrown) {
    throw broken(thrown);
  }
}

/** A JSON file of a known form. @throws AppError FORMAT_UNREADABLE */
export async function readJsonAs<T extends z.ZodType>(source: Source, form: T): Promise<z.output<T>> {
  return parsedAs(parseJson(await source.text()), form);
}

/** @throws AppError FORMAT_UNREADABLE */
export function parsedAs<T extends z.ZodType>(value: unknown, form: T): z.output<T> {
  const parsed = form.safeParse(value);
  if (!parsed.success) throw broken(parsed.error);
  return parsed.data;
}

/** A number that some versions write as text. */
export const numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^\s*\d{1,15}\s*$/u)
    .transform(Number),
]);

/**
 * Whether the beginning of a JSON file has all of these names in quotes: enough to tell programs apart, without parsing
 * what may be cut off.
 */
export function beginsWithNames(source: Source, ...names: readonly string[]): boolean {
  const head = source.headText;
  return head !== null && /^\s*[{[]/u.test(head) && names.every((name) => head.includes(`"${name}"`));
}

/** A name with its colon, or a letter that opens or closes. What is between quotes is passed over as a whole. */
const tokens = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/gsu;

/**
 * The names of the outermost object of a JSON file, as far as its beginning shows them.
 *
 * @returns an empty set for what is no object
 */
export function outerNames({ headText }: Source): ReadonlySet<string> {
  const names = new Set<string>();
  if (headText === null || !/^\s*\{/u.test(headText)) return names;
  let depth = 0;
  for (const [token, name = "", colon] of headText.matchAll(tokens)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (depth === 1 && colon !== undefined) names.add(name);
  }
  return names;
}
