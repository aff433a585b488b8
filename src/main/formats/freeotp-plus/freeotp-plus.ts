import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import type { Candidate, Format } from "../format.ts";
import { beginsWithNames, numeric, readJsonAs } from "../json.ts";
import { signedBytes } from "../signed-bytes.ts";
import type { Source } from "../source.ts";

/*
 * The JSON of FreeOTP+ (SavedTokens.kt and legacy/Token.java in its repository).
 */

const Token = z.looseObject({
  type: z.string(),
  issuerExt: z.string().nullish(),
  issuerInt: z.string().nullish(),
  issuerAlt: z.string().nullish(),
  label: z.string().nullish(),
  labelAlt: z.string().nullish(),
  image: z.string().nullish(),
  imageAlt: z.string().nullish(),
  algo: z.string().nullish(),
  digits: numeric.nullish(),
  period: numeric.nullish(),
  /** The next one. A token that was added without a counter has -1. */
  counter: numeric.nullish(),
  secret: signedBytes.nullish(),
});

const File = z.looseObject({ tokens: z.array(z.unknown()) });

/** Its codes for this issuer are made of other characters, whatever their kind. */
const steam = "Steam";

function notKept({ image, imageAlt }: z.infer<typeof Token>): Text[] {
  return image || imageAlt ? [text("formats.icon")] : [];
}

function candidateOf(entry: unknown, at: number): Candidate {
  const parsed = Token.safeParse(entry);
  if (!parsed.success) return { at, type: "", fault: text("formats.entryUnreadable") };
  const token = parsed.data;
  return {
    at,
    type: token.issuerExt === steam ? steam : token.type,
    issuer: token.issuerAlt || token.issuerExt || (token.issuerInt ?? undefined),
    account: token.labelAlt ?? token.label ?? undefined,
    secret: token.secret ? { bytes: token.secret } : undefined,
    algorithm: token.algo ?? undefined,
    digits: token.digits ?? undefined,
    period: token.period ?? undefined,
    counter: token.counter ?? undefined,
    notKept: notKept(token),
  };
}

async function* read(source: Source): AsyncGenerator<Candidate> {
  const { tokens } = await readJsonAs(source, File);
  for (const [index, entry] of tokens.entries()) yield candidateOf(entry, index + 1);
}

/** The list of names comes last in some versions, and is beyond what is looked at in a long file. */
const detect = (source: Source): boolean =>
  beginsWithNames(source, "tokens") &&
  (beginsWithNames(source, "tokenOrder") || beginsWithNames(source, "algo", "issuerExt", "secret"));

/** The JSON export of FreeOTP+. */
export const freeotpPlus: Format = {
  id: "freeotp-plus",
  title: "FreeOTP+",
  read: { detect, read },
  write: null,
};
