import { createHash } from "node:crypto";
import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { derivePbkdf2 } from "../derive.ts";
import { passphraseRequired, passphraseWrongOrDamaged } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { openGcm } from "../gcm.ts";
import { numeric, parsedAs, parseJson } from "../json.ts";
import type { Source } from "../source.ts";
import { looksRandom } from "./looks-random.ts";

/*
 * The backup of andOTP (Entry.java, BackupHelper.java, EncryptionHelper.java and Constants.java in its repository): a list in
 * JSON, in the clear or under AES-GCM. Neither encrypted form begins with a mark of its own.
 */

const Item = z.looseObject({
  secret: z.string(),
  issuer: z.string().nullish(),
  label: z.string().nullish(),
  type: z.string().nullish(),
  algorithm: z.string().nullish(),
  digits: numeric.nullish(),
  period: numeric.nullish(),
  counter: numeric.nullish(),
  thumbnail: z.string().nullish(),
  used_frequency: numeric.nullish(),
  tags: z.array(z.string()).nullish(),
});

const whose = text("formats.whoseAndotp");

/** Of the newer form: iterations (big-endian), salt, nonce. */
const saltAt = 4;
const nonceAt = 16;
const sealedAt = 28;
/** Of the older one: nonce. */
const oldSealedAt = 12;
/** A tag, and at least the two brackets of an empty list. */
const leastSealed = 18;

const iterationsOf = (bytes: Buffer): number => (bytes.length < sealedAt + leastSealed ? 0 : bytes.readUInt32BE(0));

/** The program draws between 140,000 and 160,000. */
const drawnIterations = (bytes: Buffer): boolean => iterationsOf(bytes) >= 100_000 && iterationsOf(bytes) <= 200_000;

/** In its first versions with PBKDF2 it drew between 1,000 and 5,000: too little to know a file by. */
const canBeIterations = (bytes: Buffer): boolean => iterationsOf(bytes) >= 1_000 && iterationsOf(bytes) <= 200_000;

/** With PBKDF2, since version 0.6.3. */
async function openNew(bytes: Buffer, passphrase: string, opening: Opening): Promise<Buffer | null> {
  const salt = bytes.subarray(saltAt, nonceAt);
  const asked = { salt, iterations: bytes.readUInt32BE(0), length: 32, hash: "sha1" } as const;
  const key = await derivePbkdf2(passphrase, asked, opening);
  const content = openGcm(key, bytes.subarray(nonceAt, sealedAt), bytes.subarray(sealedAt));
  key.fill(0);
  return content;
}

/** The key is the digest of the password. */
function openOld(bytes: Buffer, passphrase: string): Buffer | null {
  const key = createHash("sha256").update(passphrase).digest();
  const content = openGcm(key, bytes.subarray(0, oldSealedAt), bytes.subarray(oldSealedAt));
  key.fill(0);
  return content;
}

/** @throws AppError */
async function contentOf(source: Source, opening: Opening): Promise<unknown> {
  if (/^\s*\[/u.test(source.headText ?? "")) return parseJson(await source.text());
  const bytes = await source.bytes();
  if (opening.passphrase === null) throw passphraseRequired(whose);
  const content =
    (canBeIterations(bytes) ? await openNew(bytes, opening.passphrase, opening) : null) ??
    openOld(bytes, opening.passphrase);
  if (content === null) throw passphraseWrongOrDamaged(whose);
  return parseJson(content.toString("utf8"));
}

function notKept({ thumbnail, used_frequency, tags }: z.infer<typeof Item>): Text[] {
  const lost: Text[] = [];
  if (tags?.length) lost.push(text("formats.tags"));
  if (thumbnail && thumbnail !== "Default") lost.push(text("formats.icon"));
  if (used_frequency) lost.push(text("formats.usage"));
  return lost;
}

/** Before the issuer had a place of its own, it stood in the label: `Issuer - account`. */
function namesOf({ issuer, label }: z.infer<typeof Item>): Pick<Candidate, "issuer" | "account"> {
  const account = label ?? undefined;
  const at = account?.indexOf(" - ") ?? -1;
  if (issuer !== undefined || account === undefined || at < 0) return { issuer: issuer ?? undefined, account };
  return { issuer: account.slice(0, at), account: account.slice(at + 3) };
}

function candidateOf(entry: unknown, at: number): Candidate {
  const parsed = Item.safeParse(entry);
  if (!parsed.success) return { at, type: "", fault: text("formats.entryUnreadable") };
  const { secret, type, algorithm, digits, period, counter } = parsed.data;
  return {
    at,
    type: type || "TOTP",
    ...namesOf(parsed.data),
    secret: { base32: secret },
    algorithm: algorithm ?? undefined,
    digits: digits ?? undefined,
    period: period ?? undefined,
    counter: counter ?? undefined,
    notKept: notKept(parsed.data),
  };
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const entries = parsedAs(await contentOf(source, opening), z.array(z.unknown()));
  for (const [index, entry] of entries.entries()) yield candidateOf(entry, index + 1);
}

/** What every version writes, and what only this program calls so; programs that write for it leave out what has no effect. */
function isPlain({ headText }: Source): boolean {
  if (headText === null || !/^\s*\[\s*(?:\{|\])/u.test(headText)) return false;
  const has = (name: string): boolean => headText.includes(`"${name}"`);
  if (!has("secret") || !has("label")) return false;
  return has("thumbnail") || has("last_used") || has("tags") || (has("type") && has("digits") && has("algorithm"));
}

function detect(source: Source): boolean {
  if (source.headText !== null) return isPlain(source);
  return drawnIterations(source.head) || (source.whole && looksRandom(source.head));
}

/** The backup of andOTP: plain, and encrypted in both forms. Stands last: an encrypted one has no mark. */
export const andotp: Format = {
  id: "andotp",
  title: "andOTP",
  read: { detect, read },
  write: null,
};
