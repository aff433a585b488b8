import { createCipheriv, createDecipheriv, createHmac, type Hmac, randomBytes, timingSafeEqual } from "node:crypto";
import { broken } from "../faults.ts";
import { textPieces } from "../lines.ts";
import type { Source } from "../source.ts";

/*
 * Fernet (https://github.com/fernet/spec/blob/master/Spec.md): a version, a time, an IV, AES-128-CBC and HMAC-SHA256, all of
 * it in base64 of the URL's alphabet. It is read twice, once to check it and once to decrypt it, so that a token of any
 * length takes the memory of a piece.
 */

const version = 0x80;
/** The version, the time and the IV. */
const beginning = 1 + 8 + 16;
const macLength = 32;

export interface FernetKey {
  readonly signing: Buffer;
  readonly encryption: Buffer;
}

/** 32 bytes in base64, of either alphabet as Python takes it; null for what is none. */
export function fernetKey(written: string): FernetKey | null {
  const letters = written.trim();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/u.test(letters)) return null;
  const bytes = Buffer.from(letters, "base64");
  return bytes.length === 32 ? { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) } : null;
}

/** Letters of a token, as it begins with any time until the year 2106. */
export const looksLikeFernet = (head: string): boolean => /^\s*gAAAAA[A-Za-z0-9_-]{92,}={0,2}(?:\s|$)/u.test(head);

/** The bytes of a token in pieces. It ends at a blank: what the program said after it stands in the same file at times. */
async function* bytesOf(source: Source): AsyncGenerator<Buffer> {
  let rest = "";
  let begun = false;
  for await (const letters of textPieces(source)) {
    const piece: string = rest + (begun ? letters : letters.trimStart());
    begun ||= piece !== "";
    const end = piece.search(/\s/u);
    const whole = end < 0 ? piece.slice(0, piece.length - (piece.length % 4)) : piece.slice(0, end);
    if (!/^[A-Za-z0-9_-]*={0,2}$/u.test(whole)) throw broken();
    yield Buffer.from(whole, "base64url");
    if (end >= 0) return;
    rest = piece.slice(whole.length);
  }
  yield Buffer.from(rest, "base64url");
}

/** The bytes without the MAC at their end, which is what the generator returns. */
async function* withoutMac(source: Source): AsyncGenerator<Buffer, Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of bytesOf(source)) {
    const both = Buffer.concat([held, piece]);
    const length = Math.max(0, both.length - macLength);
    held = both.subarray(length);
    if (length > 0) yield both.subarray(0, length);
  }
  return held;
}

/** The IV and the MAC of a token, all of which but the MAC goes into `hmac`. @throws AppError FORMAT_UNREADABLE */
async function measure(source: Source, hmac: Hmac): Promise<{ iv: Buffer; mac: Buffer }> {
  const pieces = withoutMac(source);
  let head: Buffer = Buffer.alloc(0);
  let length = 0;
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) {
      // Cut off, or no token at all: its text is whole blocks.
      const text = length - beginning;
      if (head[0] !== version || value.length !== macLength || text < 16 || text % 16 !== 0) throw broken();
      return { iv: head.subarray(beginning - 16, beginning), mac: value };
    }
    if (head.length < beginning) head = Buffer.concat([head, value]).subarray(0, beginning);
    length += value.length;
    hmac.update(value);
  }
}

/**
 * Requires a file to be a whole token: that can be seen without its key.
 *
 * @throws AppError FORMAT_UNREADABLE
 */
export async function requireWhole(source: Source): Promise<void> {
  await measure(source, createHmac("sha256", ""));
}

/**
 * What a token says, in pieces, once its MAC was checked.
 *
 * @returns null if the key is not its key, or it was changed
 * @throws AppError FORMAT_UNREADABLE
 */
export async function openFernet(source: Source, key: FernetKey): Promise<AsyncGenerator<Buffer> | null> {
  const hmac = createHmac("sha256", key.signing);
  const { iv, mac } = await measure(source, hmac);
  if (!timingSafeEqual(hmac.digest(), mac)) return null;
  return decrypted(source, key, iv);
}

async function* decrypted(source: Source, key: FernetKey, iv: Buffer): AsyncGenerator<Buffer> {
  const decipher = createDecipheriv("aes-128-cbc", key.encryption, iv);
  let before = beginning;
  for await (const piece of withoutMac(source)) {
    const skipped = Math.min(before, piece.length);
    before -= skipped;
    yield decipher.update(piece.subarray(skipped));
  }
  yield decipher.final();
}

/** Base64 of pieces as if they were one. */
class Base64 {
  #rest: Buffer = Buffer.alloc(0);

  push(piece: Uint8Array): string {
    const both = Buffer.concat([this.#rest, piece]);
    const length = both.length - (both.length % 3);
    this.#rest = both.subarray(length);
    return both.subarray(0, length).toString("base64url");
  }

  /** With the padding that Python requires. */
  end(): string {
    return this.#rest.toString("base64").replaceAll("+", "-").replaceAll("/", "_");
  }
}

/** A token of what comes, in pieces. Its time is left at 0: nobody checks it, and it need not be told. */
export async function* sealFernet(pieces: AsyncIterable<string>, key: FernetKey): AsyncGenerator<string> {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-128-cbc", key.encryption, iv);
  const hmac = createHmac("sha256", key.signing);
  const base64 = new Base64();
  const signed = (bytes: Buffer): string => {
    hmac.update(bytes);
    return base64.push(bytes);
  };
  yield signed(Buffer.concat([Buffer.of(version), Buffer.alloc(8), iv]));
  for await (const piece of pieces) yield signed(cipher.update(piece, "utf8"));
  yield signed(cipher.final());
  yield base64.push(hmac.digest()) + base64.end();
}
