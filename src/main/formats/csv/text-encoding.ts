import { isAscii } from "node:buffer";
import type { FileHandle } from "node:fs/promises";
import type { Encoding } from "#shared/contract/exchange.ts";
import { guessEncoding, wordsIn } from "./guess-encoding.ts";

const chunkSize = 256 * 1024;
/** How many chunks with non-ASCII bytes are examined before the encoding is decided. */
const enoughChunks = 16;

/** By the byte order mark at the beginning (Unicode 16.0, section 23.8). */
function fromMark(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return null;
}

/** UTF-16 without a mark: a table is mostly ASCII, in which every other byte is 0. */
function fromZeros(head: Buffer): Encoding | null {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = head.length / 5;
  if (odd > many && even < odd / 10) return "utf-16le";
  if (even > many && odd < even / 10) return "utf-16be";
  return null;
}

/** Tells UTF-8 from every other encoding by counting what is a UTF-8 sequence and what is not (RFC 3629). */
class Utf8Evidence {
  valid = 0;
  invalid = 0;
  #missing = 0;

  /** A chunk of ASCII alone. */
  plain(): void {
    if (this.#missing > 0) this.invalid += 1;
    this.#missing = 0;
  }

  look(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (this.#missing > 0 && (byte & 0xc0) === 0x80) {
        this.#missing -= 1;
        if (this.#missing === 0) this.valid += 1;
        continue;
      }
      if (this.#missing > 0) this.invalid += 1;
      this.#missing =
        byte >= 0xc2 && byte <= 0xdf ? 1 : (byte & 0xf0) === 0xe0 ? 2 : byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
      if (byte >= 0x80 && this.#missing === 0) this.invalid += 1;
    }
  }

  /** Single faults in a UTF-8 file are faults; a file without any UTF-8 sequence is something else. */
  isUtf8(): boolean {
    if (this.#missing > 0 && this.valid === 0) this.invalid += 1;
    return this.invalid === 0 || this.valid > this.invalid;
  }
}

/** A copy of the lines that are whole, since a character of two bytes may be cut at either end. */
function wholeLines(chunk: Buffer, isFirst: boolean, isLast: boolean): Buffer {
  const start = isFirst ? 0 : chunk.indexOf(10) + 1;
  const end = isLast ? chunk.length : chunk.lastIndexOf(10) + 1;
  return Buffer.from(chunk.subarray(start, Math.max(start, end)));
}

/**
 * Detects how a text file is encoded. Reads on until it finds enough letters beyond ASCII, at most to the file's end.
 *
 * @param head the first bytes of the file
 */
export async function detectEncoding(handle: FileHandle, head: Buffer, signal: AbortSignal): Promise<Encoding> {
  const certain = fromMark(head) ?? fromZeros(head.subarray(0, head.length - (head.length % 2)));
  if (certain) return certain;
  const evidence = new Utf8Evidence();
  const words = new Map<string, Uint8Array>();
  const lines: Buffer[] = [];
  const buffer = Buffer.allocUnsafe(chunkSize);
  let looked = 0;
  for (let at = 0; looked < enoughChunks;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, chunkSize, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    if (isAscii(chunk)) evidence.plain();
    else {
      evidence.look(chunk);
      looked += 1;
      wordsIn(chunk, words);
      lines.push(wholeLines(chunk, at === bytesRead, bytesRead < chunkSize));
    }
  }
  return evidence.isUtf8() ? "utf-8" : guessEncoding([...words.values()], Buffer.concat(lines));
}

/** Decodes a file piece by piece; invalid bytes become U+FFFD (WHATWG Encoding). The mark is left out. */
export function decoderFor(encoding: Encoding): { write(chunk: Uint8Array): string; end(): string } {
  const decoder = new TextDecoder(encoding);
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}
