import { Readable } from "node:stream";
import { extract } from "tar-stream";
import { broken } from "./faults.ts";
import type { Source } from "./source.ts";

const blockSize = 512;
/** Files in one tar, and what stands before one of them: far more than any export has. */
const mostFiles = 1_000_000;
const mostAtBeginning = 16;

/** POSIX.1-1988 ustar, or what GNU writes. */
export const isTar = (head: Buffer): boolean =>
  head.length >= blockSize && head.toString("latin1", 257, 262) === "ustar";

/** The content of the first file, as far as the beginning of the tar has it. */
export function firstFileIn(head: Buffer): Buffer | null {
  for (let at = 0, entry = 0; at + blockSize <= head.length && entry < mostAtBeginning; entry += 1) {
    const size = Number.parseInt(head.toString("latin1", at + 124, at + 135), 8);
    if (!Number.isSafeInteger(size)) return null;
    const kind = head.toString("latin1", at + 156, at + 157);
    const content = at + blockSize;
    if (kind === "0" || kind === "\0") return head.subarray(content, content + size);
    at = content + Math.ceil(size / blockSize) * blockSize;
  }
  return null;
}

/**
 * The files of a tar one after the other; what else is in it is passed over. Names are told, and never used as paths.
 *
 * @param most bytes of a file; a larger one is as empty
 * @throws AppError FORMAT_UNREADABLE where it stops being a tar
 */
export async function* filesOf(source: Source, most: number): AsyncGenerator<{ name: string; content: Buffer }> {
  const tar = extract();
  // What it reads is asked for piece by piece, and each piece is kept until it is used.
  const pieces = Readable.from(copied(source));
  pieces.on("error", (fault) => tar.destroy(fault));
  pieces.pipe(tar);
  let files = 0;
  try {
    for await (const entry of tar) {
      const kept: Buffer[] = [];
      let length = 0;
      for await (const chunk of entry as AsyncIterable<unknown> as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length <= most) kept.push(chunk);
      }
      if (entry.header.type !== "file") continue;
      if ((files += 1) > mostFiles) throw broken();
      yield { name: entry.header.name, content: length <= most ? Buffer.concat(kept) : Buffer.alloc(0) };
    }
  } catch (thrown) {
    throw broken(thrown);
  } finally {
    pieces.destroy();
    tar.destroy();
  }
}

async function* copied(source: Source): AsyncGenerator<Buffer> {
  for await (const piece of source.chunks()) yield Buffer.from(piece);
}
