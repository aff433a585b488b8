import { parseDocument } from "yaml";
import { z } from "zod";
import { text } from "#shared/texts/text.ts";
import { broken } from "../faults.ts";
import type { Candidate } from "../format.ts";
import { numeric } from "../json.ts";
import { linesOf } from "../lines.ts";
import type { Source } from "../source.ts";

const root = /^totp_configurations:\s*(?:\[\s*\])?\s*$/u;

/** Characters of one entry. */
const longestItem = 6 * 1024;

/** Lines that mean nothing to YAML. */
const isAside = (line: string): boolean => /^\s*(?:#.*)?$|^(?:---|\.\.\.)\s*$/u.test(line);

const written = z.union([z.string(), z.number().transform(String)]);

const Item = z.looseObject({
  last_used_at: z.unknown(),
  username: written.nullish(),
  issuer: written.nullish(),
  algorithm: z.string().nullish(),
  digits: numeric.nullish(),
  period: numeric.nullish(),
  secret: written.nullish(),
});

/** What is parsed at once: the list with one item. */
const Items = z.array(Item).length(1);

/** Its secret is base64 of the base32 text. What is no base64 stays as it is, and is refused for that. */
function secretOf(secret: string): Candidate["secret"] {
  const bare = secret.replaceAll(/\s/gu, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(bare) || bare.replace(/=+$/u, "").length % 4 === 1) return { base64: secret };
  return { base32: Buffer.from(bare, "base64").toString("latin1") };
}

/** Null for what is no YAML, names something twice, or would grow by aliases. */
function valueOf(yaml: string): unknown {
  try {
    const document = parseDocument(yaml, { schema: "core", uniqueKeys: true, logLevel: "silent" });
    return document.errors.length > 0 ? null : document.toJS({ maxAliasCount: 0 });
  } catch {
    return null;
  }
}

function candidateOf(lines: readonly string[], at: number): Candidate {
  const fault: Candidate = { at, type: "totp", fault: text("formats.entryUnreadable") };
  const parsed = Items.safeParse(valueOf(lines.join("\n")));
  const item = parsed.data?.[0];
  if (item === undefined) return fault;
  const { username, issuer, secret, algorithm, digits, period, last_used_at } = item;
  return {
    at,
    type: "totp",
    issuer: issuer ?? undefined,
    account: username ?? undefined,
    owner: { username: username ?? "" },
    secret: secretOf(secret ?? ""),
    algorithm: algorithm ?? undefined,
    digits: digits ?? undefined,
    period: period ?? undefined,
    notKept: typeof last_used_at === "string" ? [text("formats.lastUsed")] : [],
  };
}

/** The indent of a list's dash, or null. */
const dashOf = (line: string): number | null => /^( *)-(?: |$)/u.exec(line)?.[1]?.length ?? null;

/**
 * Item by item: whatever is wrong with one leaves the others, and a large file needs no more memory than a small one. A
 * dash at the indent of the first one begins an item, whatever stands in the others: what they hold is indented deeper.
 *
 * @throws AppError FORMAT_UNREADABLE
 */
export async function* read(source: Source): AsyncGenerator<Candidate> {
  let begun = false;
  let indent: number | null = null;
  let item: string[] = [];
  let at = 0;
  let length = 0;
  for await (const line of linesOf(source)) {
    const dash = begun ? dashOf(line) : null;
    if (!begun) {
      if (!isAside(line) && !root.test(line)) throw broken();
      begun = !isAside(line);
    } else if (dash !== null && (indent === null || dash === indent)) {
      indent = dash;
      if (at > 0) yield candidateOf(item, at);
      at += 1;
      item = [line];
      length = line.length;
    } else if (at > 0 && !isAside(line)) {
      item.push(line);
      length += line.length;
      if (length > longestItem) throw broken();
    } else if (!isAside(line)) throw broken();
  }
  if (at > 0) yield candidateOf(item, at);
}

export const detect = ({ headText }: Source): boolean =>
  root.test((headText ?? "").split(/\r?\n/u).find((line) => !isAside(line)) ?? "");
