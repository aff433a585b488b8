import { broken } from "../faults.ts";

/** What a message of OpenPGP consists of (RFC 9580 section 4). */
export interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

/** More than any message that a password opens. */
const mostPackets = 64;

class Reader {
  #at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw broken();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  number(bytes: 1 | 2 | 4): number {
    return this.take(bytes).readUIntBE(0, bytes);
  }

  rest(): Buffer {
    return this.take(this.#bytes.length - this.#at);
  }
}

/** 4.2.1: a body that comes in parts says of each whether another one follows. */
function body(reader: Reader): Buffer {
  const parts: Buffer[] = [];
  for (;;) {
    const first = reader.number(1);
    if (first >= 224 && first < 255) {
      parts.push(reader.take(2 ** (first & 0x1f)));
      continue;
    }
    const length = first < 192 ? first : first < 224 ? ((first - 192) << 8) + reader.number(1) + 192 : reader.number(4);
    parts.push(reader.take(length));
    return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
  }
}

/** 4.2.2: the old form, where the last packet may have no length. */
function oldBody(reader: Reader, kind: number): Buffer {
  if (kind === 3) return reader.rest();
  return reader.take(reader.number(kind === 0 ? 1 : kind === 1 ? 2 : 4));
}

/** @throws AppError FORMAT_UNREADABLE */
export function packetsOf(bytes: Buffer): Packet[] {
  const reader = new Reader(bytes);
  const packets: Packet[] = [];
  while (!reader.isAtEnd) {
    const header = reader.number(1);
    if ((header & 0x80) === 0 || packets.length >= mostPackets) throw broken();
    const isNew = (header & 0x40) !== 0;
    packets.push(
      isNew
        ? { tag: header & 0x3f, body: body(reader) }
        : { tag: (header >> 2) & 0xf, body: oldBody(reader, header & 3) },
    );
  }
  return packets;
}
