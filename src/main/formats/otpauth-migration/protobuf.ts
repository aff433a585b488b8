/*
 * The wire format of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/), as far as it is written today:
 * groups were taken out of it.
 */

/** A field: a whole number (as two's complement of 64 bits), or bytes. */
export type Field = { readonly number: number; readonly value: bigint | Uint8Array };

/** A varint has seven bits a byte. */
const longest = 10;

interface Read<T> {
  value: T;
  end: number;
}

function readVarint(bytes: Uint8Array, at: number): Read<bigint> | null {
  let value = 0n;
  for (let read = 0; read < longest; read += 1) {
    const byte = bytes[at + read];
    if (byte === undefined) return null;
    value |= BigInt(byte & 0x7f) << BigInt(7 * read);
    if (byte < 0x80) return { value: BigInt.asIntN(64, value), end: at + read + 1 };
  }
  return null;
}

function readBytes(bytes: Uint8Array, at: number, length: bigint): Read<Uint8Array> | null {
  if (length < 0n || length > BigInt(bytes.length - at)) return null;
  const end = at + Number(length);
  return { value: bytes.subarray(at, end), end };
}

function readValue(bytes: Uint8Array, at: number, wire: bigint): Read<bigint | Uint8Array> | null {
  if (wire === 0n) return readVarint(bytes, at);
  if (wire === 1n) return readBytes(bytes, at, 8n);
  if (wire === 5n) return readBytes(bytes, at, 4n);
  if (wire !== 2n) return null;
  const length = readVarint(bytes, at);
  return length && readBytes(bytes, length.end, length.value);
}

/**
 * @returns the fields in their order; `whole` is false where the message ends within one, or is none: then they are those
 *   before that place
 */
export function readMessage(bytes: Uint8Array): { fields: Field[]; whole: boolean } {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length;) {
    const key = readVarint(bytes, at);
    const number = key === null ? 0n : key.value >> 3n;
    const read =
      key === null || number < 1n || number > 0x1fff_ffffn ? null : readValue(bytes, key.end, key.value & 7n);
    if (read === null) return { fields, whole: false };
    fields.push({ number: Number(number), value: read.value });
    at = read.end;
  }
  return { fields, whole: true };
}
