import { createDecipheriv, createHash, createHmac, timingSafeEqual } from "node:crypto";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { broken, damaged, passphraseRequired } from "../faults.ts";
import type { Opening } from "../format.ts";
import { mostAtOnce, type Source } from "../source.ts";
import { ByteReader } from "./byte-reader.ts";
import { type Header, readHeader } from "./header.ts";
import { masterKeys, type MasterKeys } from "./keys.ts";
import { KeyStream } from "./key-stream.ts";

/*
 * A KDBX file, opened (https://keepass.info/help/kb/kdbx.html): blocks with a MAC each and then the cipher in version 4, the
 * cipher and then blocks with a hash each in version 3. Nothing is ever here as a whole.
 */

export interface Opened {
  /** The XML. */
  readonly content: AsyncIterable<Uint8Array>;
  readonly inner: KeyStream;
  /** Of version 3, where nothing else protects the header: the XML holds the hash of it. */
  readonly headerHash: Buffer | null;
}

type Pieces = AsyncGenerator<Uint8Array>;

const whose = text("formats.whoseKeepass");

const wrong = (key: "formats.keepassWrong" | "formats.keepassWrongOrDamaged"): AppError =>
  new AppError("FORMAT_PASSPHRASE_WRONG", { text: text(key) });

const ciphers = {
  aes: "31c1f2e6bf714350be5805216afc5aff",
  twofish: "ad68f29f576f4bb9a36ad47af965346c",
  chacha20: "d6038a2b8b6f4cb5a524339a31dbb59a",
} as const;

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

function requireKnownCipher({ cipher, iv }: Header): void {
  if (cipher === ciphers.twofish) throw damaged(text("formats.keepassCipher", { cipher: "Twofish" }));
  const length = cipher === ciphers.aes ? 16 : cipher === ciphers.chacha20 ? 12 : -1;
  if (iv.length !== length) throw broken();
}

async function* decrypted(pieces: AsyncIterable<Uint8Array>, { cipher, iv }: Header, key: Buffer): Pieces {
  if (cipher === ciphers.chacha20) {
    const stream = KeyStream.chacha20(key, iv);
    key.fill(0);
    for await (const piece of pieces) yield stream.apply(piece);
    stream.wipe();
    return;
  }
  const decipher = createDecipheriv("aes-256-cbc", key, iv);
  key.fill(0);
  for await (const piece of pieces) yield decipher.update(piece);
  try {
    yield decipher.final();
  } catch (thrown) {
    throw broken(thrown);
  }
}

/** Every block is the MAC of its number, its length and its content; an empty one is the last. */
async function* sealedBlocks(reader: ByteReader, mac: Buffer): Pieces {
  try {
    for (let index = 0n; ; index += 1n) {
      const expected = await reader.take(32);
      const length = await reader.take(4);
      const content = await reader.take(length.readUInt32LE());
      const number = Buffer.alloc(8);
      number.writeBigUInt64LE(index);
      const key = createHash("sha512").update(number).update(mac).digest();
      const made = createHmac("sha256", key).update(number).update(length).update(content).digest();
      key.fill(0);
      if (!same(made, expected)) throw broken();
      if (content.length === 0) return;
      yield content;
    }
  } finally {
    mac.fill(0);
  }
}

/** Every block is its number, the hash of its content, and its content; an empty one is the last. */
async function* hashedBlocks(reader: ByteReader): Pieces {
  for (let index = 0; ; index += 1) {
    const begin = await reader.take(40);
    const content = await reader.take(begin.readUInt32LE(36));
    if (begin.readUInt32LE(0) !== index) throw broken();
    if (content.length === 0) return;
    if (!same(sha256(content), begin.subarray(4, 36))) throw broken();
    yield content;
  }
}

async function* unpacked(pieces: AsyncIterable<Uint8Array>, compressed: boolean): Pieces {
  let size = 0;
  // What fails before it is thrown again by the reading of it.
  const from = compressed ? pipeline(Readable.from(pieces), createGunzip(), () => {}) : pieces;
  try {
    for await (const piece of from as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > mostAtOnce) throw damaged(text("formats.tooLarge", { most: Math.floor(mostAtOnce / 1024 / 1024) }));
      yield piece;
    }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : broken(thrown);
  }
}

/** The header inside of version 4. Attachments are a part of it, and passed over. */
async function readInnerHeader(reader: ByteReader): Promise<KeyStream> {
  let id = 0;
  let secret = Buffer.alloc(0);
  for (;;) {
    const begin = await reader.take(5);
    const value = await reader.take(begin.readUInt32LE(1));
    const type = begin.readUInt8();
    if (type === 0) return KeyStream.inner(id, secret);
    if (type === 1 && value.length === 4) id = value.readUInt32LE();
    if (type === 2) secret = Buffer.from(value);
  }
}

async function openNewer(reader: ByteReader, header: Header, keys: MasterKeys): Promise<Opened> {
  const expected = await reader.take(32);
  const key = createHash("sha512").update(Buffer.alloc(8, 0xff)).update(keys.mac).digest();
  const made = createHmac("sha256", key).update(header.raw).digest();
  key.fill(0);
  if (!same(made, expected)) {
    keys.content.fill(0);
    keys.mac.fill(0);
    throw wrong("formats.keepassWrong");
  }
  const blocks = sealedBlocks(reader, keys.mac);
  const content = new ByteReader(unpacked(decrypted(blocks, header, keys.content), header.compressed));
  return { inner: await readInnerHeader(content), content: content.rest(), headerHash: null };
}

async function openOlder(reader: ByteReader, header: Header, keys: MasterKeys): Promise<Opened> {
  const { derivation } = header;
  keys.mac.fill(0);
  if (!("startBytes" in derivation)) throw broken();
  const content = new ByteReader(decrypted(reader.rest(), header, keys.content));
  const begins = await content.take(32).catch((thrown: unknown) => thrown);
  if (!(begins instanceof Buffer) || !same(begins, derivation.startBytes)) throw wrong("formats.keepassWrongOrDamaged");
  return {
    inner: KeyStream.inner(derivation.innerStream, derivation.innerKey),
    content: unpacked(hashedBlocks(content), header.compressed),
    headerHash: sha256(header.raw),
  };
}

/**
 * @throws AppError FORMAT_UNREADABLE, FORMAT_PASSPHRASE_REQUIRED, FORMAT_PASSPHRASE_WRONG, COST_REFUSED, CANCELLED; also while
 * the content is read
 */
export async function openDatabase(source: Source, opening: Opening): Promise<Opened> {
  const reader = new ByteReader(source.chunks());
  const header = await readHeader(reader);
  requireKnownCipher(header);
  if (header.major === 4 && !same(await reader.take(32), sha256(header.raw))) throw broken();
  if (opening.passphrase === null) throw passphraseRequired(whose);
  const keys = await masterKeys(header, opening.passphrase, opening);
  return header.major === 4 ? openNewer(reader, header, keys) : openOlder(reader, header, keys);
}
