import { z } from "zod";
import { text, type Text } from "#shared/texts/text.ts";
import { derivePbkdf2 } from "../derive.ts";
import { broken, passphraseRequired, passphraseWrong } from "../faults.ts";
import type { Candidate, Format, Opening } from "../format.ts";
import { openGcm } from "../gcm.ts";
import { numeric, parsedAs, parseJson } from "../json.ts";
import { signedBytes } from "../signed-bytes.ts";
import type { Source } from "../source.ts";
import { isJavaMap, readJavaMap } from "./java-map.ts";

/*
 * The backup of FreeOTP 2 (TokenPersistence.java, MasterKey.java, EncryptedKey.java and Token.java in its repository): of each
 * token, `UUID` has its key, sealed with a master key, and `UUID-token` all else.
 */

const Sealed = z.looseObject({
  mCipher: z.literal("AES/GCM/NoPadding"),
  mCipherText: signedBytes,
  mParameters: signedBytes,
  /** What is sealed with it, as additional data. */
  mToken: z.string(),
});
type Sealed = z.infer<typeof Sealed>;

const MasterKey = z.looseObject({
  mAlgorithm: z.string(),
  mEncryptedKey: Sealed,
  mIterations: z.int(),
  mSalt: signedBytes,
});

const Token = z.looseObject({
  type: z.string(),
  issuerExt: z.string().nullish(),
  issuerInt: z.string().nullish(),
  label: z.string().nullish(),
  algo: z.string().nullish(),
  digits: numeric.nullish(),
  period: numeric.nullish(),
  /** The next one. */
  counter: numeric.nullish(),
  image: z.string().nullish(),
  color: z.string().nullish(),
  lock: z.boolean().nullish(),
});

const masterName = "masterKey";
const suffix = "-token";
const whose = text("formats.whoseFreeotp");
const hashes = { pbkdf2withhmacsha1: "sha1", pbkdf2withhmacsha512: "sha512" } as const;

/** Its codes for this issuer are made of other characters. */
const steam = "Steam";

/** The nonce in GCMParameters (RFC 5084 3.2), a sequence that begins with it, or by itself. @returns null where there is none */
function nonceOf(parameters: Buffer): Buffer | null {
  const at = parameters[0] === 0x30 ? 2 : 0;
  const end = at + 2 + (parameters[at + 1] ?? 0);
  return parameters[at] === 0x04 && end <= parameters.length ? parameters.subarray(at + 2, end) : null;
}

function unseal(key: Uint8Array, { mCipherText, mParameters, mToken }: Sealed): Buffer | null {
  const nonce = nonceOf(mParameters);
  return nonce && openGcm(key, nonce, mCipherText, Buffer.from(mToken));
}

/** @throws AppError */
async function masterKey(written: string | undefined, opening: Opening): Promise<Buffer> {
  if (written === undefined) throw broken();
  const { mAlgorithm, mEncryptedKey, mIterations, mSalt } = parsedAs(parseJson(written), MasterKey);
  const name = mAlgorithm.toLowerCase();
  const hash = name in hashes ? hashes[name as keyof typeof hashes] : undefined;
  if (hash === undefined) throw broken();
  if (opening.passphrase === null) throw passphraseRequired(whose);
  const asked = { salt: mSalt, iterations: mIterations, length: mSalt.length, hash };
  const derived = await derivePbkdf2(opening.passphrase, asked, opening);
  const key = unseal(derived, mEncryptedKey);
  derived.fill(0);
  if (key === null) throw passphraseWrong(whose);
  return key;
}

/** @returns undefined where the value is not of this form */
function formed<T extends z.ZodType>(written: string | undefined, form: T): z.output<T> | undefined {
  try {
    return written === undefined ? undefined : parsedAs(parseJson(written), form);
  } catch {
    return undefined;
  }
}

/** `{"key": "…"}`, whose value is JSON again. @returns why it cannot be had */
function secretOf(written: string | undefined, master: Buffer): Buffer | Text {
  if (written === undefined) return text("formats.keyNotInFile");
  const sealed = formed(formed(written, z.looseObject({ key: z.string() }))?.key, Sealed);
  const secret = sealed && unseal(master, sealed);
  return secret ?? text("formats.keyBeyondRecovery");
}

function notKept({ image, color, lock }: z.infer<typeof Token>): Text[] {
  const lost: Text[] = [];
  if (image) lost.push(text("formats.icon"));
  if (color) lost.push(text("formats.colour"));
  if (lock) lost.push(text("formats.lock"));
  return lost;
}

function candidateOf(found: ReadonlyMap<string, string>, id: string, at: number, master: Buffer): Candidate {
  const token = formed(found.get(`${id}${suffix}`), Token);
  if (token === undefined) return { at, type: "", fault: text("formats.entryUnreadable") };
  const issuer = token.issuerExt ?? token.issuerInt ?? undefined;
  const names = { at, type: token.issuerExt === steam ? steam : token.type, issuer, account: token.label ?? undefined };
  const secret = secretOf(found.get(id), master);
  if ("key" in secret) return { ...names, fault: secret };
  return {
    ...names,
    secret: { bytes: secret },
    algorithm: token.algo ?? undefined,
    digits: token.digits ?? undefined,
    period: token.period ?? undefined,
    counter: token.counter ?? undefined,
    notKept: notKept(token),
  };
}

async function* read(source: Source, opening: Opening): AsyncGenerator<Candidate> {
  const bytes = await source.bytes();
  if (!isJavaMap(bytes)) throw broken();
  const found = readJavaMap(bytes);
  const ids = new Set(
    [...found.keys()].filter((name) => name !== masterName).map((name) => name.replace(/-token$/u, "")),
  );
  const master = await masterKey(found.get(masterName), opening);
  try {
    for (const [index, id] of [...ids].entries()) yield candidateOf(found, id, index + 1, master);
  } finally {
    master.fill(0);
  }
}

const detect = ({ head }: Source): boolean => isJavaMap(head) && head.includes(`"mCipherText"`);

/** The backup of FreeOTP 2. */
export const freeotp: Format = {
  id: "freeotp",
  title: "FreeOTP 2",
  read: { detect, read },
  write: null,
};
