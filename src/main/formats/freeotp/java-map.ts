import { broken } from "../faults.ts";

/*
 * A map of texts as Java serialises it (Java Object Serialization Specification, chapter 6; HashMap.writeObject). Only that:
 * nothing is made that the file names.
 */

const object = 0x73;
const classDescription = 0x72;
const string = 0x74;
const longString = 0x7c;
const reference = 0x71;
const nothing = 0x70;
const blockData = 0x77;
const endOfBlock = 0x78;
const firstHandle = 0x7e0000;

const magic = Buffer.from("aced0005", "hex");
const className = "java.util.HashMap";

/** `F loadFactor`, and in most versions `I threshold`: four bytes each. */
const mostFields = 2;
const fieldLength = 4;

/** Whether a file begins as a serialised HashMap. */
export function isJavaMap(head: Buffer): boolean {
  const begin = Buffer.from([object, classDescription, 0, className.length]);
  return head.subarray(0, 8).equals(Buffer.concat([magic, begin])) && head.toString("latin1", 8, 25) === className;
}

/** Java's own UTF-8: a surrogate is written by itself, and zero with two bytes. */
function modifiedUtf8(bytes: Buffer): string {
  const units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(at, at + 3);
    const length = one < 0x80 ? 1 : one < 0xe0 ? 2 : 3;
    if (length === 1) units.push(one);
    else if (length === 2) units.push(((one & 0x1f) << 6) | (two & 0x3f));
    else units.push(((one & 0x0f) << 12) | ((two & 0x3f) << 6) | (three & 0x3f));
    at += length;
  }
  return units.map((unit) => String.fromCharCode(unit)).join("");
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;
  /** What later places may refer to: the class, the map, then the texts in their order. */
  readonly #handles: (string | null)[] = [];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw broken();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  expect(...values: number[]): void {
    if (values.some((value) => this.byte() !== value)) throw broken();
  }

  /** A text, null, or one that was there before. */
  text(): string | null {
    const kind = this.byte();
    if (kind === nothing) return null;
    if (kind === reference) {
      const found = this.#handles[this.take(4).readUInt32BE() - firstHandle];
      if (found === undefined) throw broken();
      return found;
    }
    if (kind !== string && kind !== longString) throw broken();
    const length = kind === string ? this.take(2).readUInt16BE() : Number(this.take(8).readBigUInt64BE());
    const read = modifiedUtf8(this.take(length));
    this.#handles.push(read);
    return read;
  }

  /** The class with its fields, up to its contents. */
  header(): void {
    this.take(magic.length);
    this.expect(object, classDescription);
    if (this.take(this.take(2).readUInt16BE()).toString("latin1") !== className) throw broken();
    this.take(8 + 1);
    const fields = this.take(2).readUInt16BE();
    if (fields > mostFields) throw broken();
    for (let field = 0; field < fields; field += 1) {
      this.take(1);
      this.take(this.take(2).readUInt16BE());
    }
    this.expect(endOfBlock, nothing);
    this.take(fields * fieldLength);
    this.#handles.push(null, null);
  }
}

/**
 * @param bytes of a file that `isJavaMap`
 * @returns the texts by their names, in their order; others than texts are no part of such a file
 * @throws AppError FORMAT_UNREADABLE
 */
export function readJavaMap(bytes: Buffer): Map<string, string> {
  const reader = new Reader(bytes);
  reader.header();
  reader.expect(blockData, 8);
  reader.take(4);
  const size = reader.take(4).readInt32BE();
  const found = new Map<string, string>();
  for (let read = 0; read < size; read += 1) {
    const name = reader.text();
    const value = reader.text();
    if (name !== null && value !== null) found.set(name, value);
  }
  return found;
}
