import { broken, damaged } from "../faults.ts";
import { text } from "#shared/texts/text.ts";
import type { ByteReader } from "./byte-reader.ts";

/*
 * The header of a KDBX file, versions 3 and 4 (https://keepass.info/help/kb/kdbx.html).
 */

/** Beginning of every KeePass database; the second number tells the program's generation. */
const signature = 0x9aa2d903;
const generations = { keepass1: 0xb54bfb65, kdbx: 0xb54bfb67 } as const;

/** Of one field; what programs write here is a few hundred bytes. */
const longestField = 1024 * 1024;
const mostFields = 64;

const fields = { end: 0, cipher: 2, compression: 3, seed: 4, transformSeed: 5, rounds: 6, iv: 7 } as const;
const olderFields = { innerKey: 8, startBytes: 9, innerStream: 10 } as const;
const newerFields = { derivation: 11 } as const;

export interface Header {
  readonly major: 3 | 4;
  /** All of it, as it is in the file. */
  readonly raw: Buffer;
  /** UUID in hex. */
  readonly cipher: string;
  readonly compressed: boolean;
  readonly seed: Buffer;
  readonly iv: Buffer;
  /** By their numbers. */
  readonly derivation: Older | Newer;
}

interface Older {
  readonly transformSeed: Buffer;
  readonly rounds: bigint;
  readonly innerKey: Buffer;
  readonly innerStream: number;
  readonly startBytes: Buffer;
}

interface Newer {
  readonly parameters: Buffer;
}

/** Whether a file is a KeePass database of any generation. */
export const isDatabase = (head: Buffer): boolean =>
  head.length >= 12 &&
  head.readUInt32LE(0) === signature &&
  Object.values(generations).some((one) => one === head.readUInt32LE(4));

/** @throws AppError FORMAT_UNREADABLE for a version that is not read */
function majorOf(start: Buffer): 3 | 4 {
  if (start.readUInt32LE(0) !== signature) throw broken();
  const generation = start.readUInt32LE(4);
  if (generation === generations.keepass1) throw damaged(text("formats.keepassOld"));
  if (generation !== generations.kdbx) throw broken();
  const [minor, major] = [start.readUInt16LE(8), start.readUInt16LE(10)];
  if (major === 3 || major === 4) return major;
  throw damaged(text("formats.keepassVersion", { found: `${major}.${minor}` }));
}

const fixed = (field: Buffer | undefined, length: number): Buffer => {
  if (field?.length !== length) throw broken();
  return field;
};

const number = (field: Buffer | undefined): number => fixed(field, 4).readUInt32LE();

const given = (field: Buffer | undefined): Buffer => {
  if (field === undefined) throw broken();
  return field;
};

/** @throws AppError FORMAT_UNREADABLE */
export async function readHeader(reader: ByteReader): Promise<Header> {
  const start = await reader.take(12);
  const major = majorOf(start);
  const raw = [start];
  const found = new Map<number, Buffer>();
  const lengthBytes = major === 4 ? 4 : 2;
  for (let count = 0, type = -1; type !== fields.end; count += 1) {
    const begin = await reader.take(1 + lengthBytes);
    const length = begin.readUIntLE(1, lengthBytes);
    if (length > longestField || count > mostFields) throw broken();
    const value = await reader.take(length);
    raw.push(begin, value);
    type = begin.readUInt8();
    found.set(type, value);
  }
  const older = (): Older => ({
    transformSeed: fixed(found.get(fields.transformSeed), 32),
    rounds: fixed(found.get(fields.rounds), 8).readBigUInt64LE(),
    innerKey: given(found.get(olderFields.innerKey)),
    innerStream: number(found.get(olderFields.innerStream)),
    startBytes: fixed(found.get(olderFields.startBytes), 32),
  });
  return {
    major,
    raw: Buffer.concat(raw),
    cipher: fixed(found.get(fields.cipher), 16).toString("hex"),
    compressed: number(found.get(fields.compression)) === 1,
    seed: fixed(found.get(fields.seed), 32),
    iv: given(found.get(fields.iv)),
    derivation: major === 4 ? { parameters: given(found.get(newerFields.derivation)) } : older(),
  };
}

/** Values by their names of the dictionary that holds the parameters of a derivation, as bytes. */
export function readDictionary(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  let at = 2;
  const take = (length: number): Buffer => {
    if (length < 0 || at + length > bytes.length) throw broken();
    at += length;
    return bytes.subarray(at - length, at);
  };
  if (bytes.length < 3 || bytes.readUInt8(1) !== 1) throw broken();
  while (take(1).readUInt8() !== 0) {
    const name = take(take(4).readInt32LE()).toString("utf8");
    found.set(name, take(take(4).readInt32LE()));
  }
  return found;
}
