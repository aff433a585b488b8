import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { beginsWithNames, numeric, parsedAs, parseJson } from "../json.ts";
import type { Source } from "../source.ts";
import { isSealed, unsealed } from "./sealed.ts";

/*
 * The backup of Stratum, formerly Authenticator Pro (Backup.cs and Entity/*.cs in its repository).
 */

const Item = z.looseObject({
  Type: z.int(),
  Issuer: z.string().nullish(),
  Username: z.string().nullish(),
  Secret: z.string(),
  Algorithm: z.int().nullish(),
  Digits: numeric.nullish(),
  Period: numeric.nullish(),
  Counter: numeric.nullish(),
  Icon: z.string().nullish(),
  Ranking: z.int().nullish(),
  CopyCount: z.int().nullish(),
});

const Content = z.looseObject({
  Authenticators: z.array(z.unknown()),
  Categories: z.array(z.looseObject({ Id: z.string(), Name: z.string() })).nullish(),
  AuthenticatorCategories: z
    .array(z.looseObject({ CategoryId: z.string(), AuthenticatorSecret: z.string() }))
    .nullish(),
});

/** Numbers that the program gives to its kinds (AuthenticatorType.cs) and hashes (HashAlgorithm.cs). */
const kinds = ["", "HOTP", "TOTP", "mOTP", "Steam", "Yandex"];
const hashes = ["SHA1", "SHA256", "SHA512"];

/** Names of an authenticator's categories, by its key as it is written. */
function categoriesOf({ Categories, AuthenticatorCategories }: z.infer<typeof Content>): ReadonlyMap<string, string[]> {
  const names = new Map((Categories ?? []).map(({ Id, Name }) => [Id, Name]));
  const found = new Map<string, string[]>();
  for (const { CategoryId, AuthenticatorSecret } of AuthenticatorCategories ?? []) {
    const of = found.get(AuthenticatorSecret) ?? [];
    of.push(names.get(CategoryId) ?? CategoryId);
    found.set(AuthenticatorSecret, of);
  }
  return found;
}

function notKept(item: z.infer<typeof Item>, at: number, categories: ReadonlyMap<string, string[]>): Text[] {
  const lost = (categories.get(item.Secret) ?? []).map((name) => text("formats.group", { name }));
  if (item.Icon) lost.push(text("formats.icon"));
  // Nobody has moved it where this is 0 or its number.
  if (item.Ranking && item.Ranking !== at - 1) lost.push(text("formats.order"));
  if (item.CopyCount) lost.push(text("formats.usage"));
  return lost;
}

function candidateOf(entry: unknown, at: number, categories: ReadonlyMap<string, string[]>): Candidate {
  const parsed = Item.safeParse(entry);
  if (!parsed.success) return { at, type: "", fault: text("formats.entryUnreadable") };
  const { Type, Issuer, Username, Secret, Algorithm, Digits, Period, Counter } = parsed.data;
  return {
    at,
    type: kinds[Type] || String(Type),
    issuer: Issuer ?? undefined,
    account: Username ?? undefined,
    secret: { base32: Secret },
    algorithm: typeof Algorithm === "number" ? (hashes[Algorithm] ?? String(Algorithm)) : undefined,
    digits: Digits ?? undefined,
    period: Period ?? undefined,
    counter: Counter ?? undefined,
    notKept: notKept(parsed.data, at, categories),
  };
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const content = isSealed(source.head)
    ? await unsealed(await source.bytes(), opening)
    : parseJson(await source.text());
  const backup = parsedAs(content, Content);
  const categories = categoriesOf(backup);
  for (const [index, entry] of backup.Authenticators.entries()) yield candidateOf(entry, index + 1, categories);
}

/** Its lists stand in their order; of a long one, only the first is in what is looked at. */
const isPlain = (source: Source): boolean =>
  beginsWithNames(source, "Authenticators") &&
  (beginsWithNames(source, "Categories") || beginsWithNames(source, "Issuer", "Secret"));

/** The backup of Stratum (Authenticator Pro): plain, encrypted, and encrypted as it was before. */
export const stratum: Format = {
  id: "stratum",
  title: "Stratum (Authenticator Pro)",
  read: { detect: (source) => isSealed(source.head) || isPlain(source), read },
  write: null,
};
