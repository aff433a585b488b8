import type { FileHandle } from "node:fs/promises";
import { extract, type Extract, pack } from "tar-stream";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { Source } from "./age/encrypt.ts";
import { damaged, unreadable } from "./faults.ts";
import { databaseName, jsonLimit, manifestName, vaultName } from "./format.ts";

const blockSize = 512;
/** Two empty blocks end a tar. */
const endSize = 2 * blockSize;

const padded = (size: number): number => Math.ceil(size / blockSize) * blockSize;

export interface ArchiveParts {
  manifest: Buffer;
  vault: Buffer;
  /** The snapshot, and its size in bytes. */
  database: { file: FileHandle; size: number };
  /** UTC milliseconds; the time of every entry. */
  at: number;
}

/** Waits until the stream accepts more, or is closed. */
async function drained(stream: NodeJS.EventEmitter): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.removeListener("drain", done);
      stream.removeListener("close", done);
      resolve();
    };
    stream.once("drain", done);
    stream.once("close", done);
  });
}

/** Everything up to the database's first byte. */
async function headOf({ manifest, vault, database, at }: ArchiveParts): Promise<Buffer> {
  const tar = pack();
  const header = (name: string, size: number) => ({ name, size, mode: 0o600, mtime: new Date(at) });
  tar.entry(header(manifestName, manifest.length), manifest);
  tar.entry(header(vaultName, vault.length), vault);
  // A destroyed tar reports each of its entries as an error, which nothing else would handle.
  tar.entry(header(databaseName, database.size)).once("error", () => tar.destroy());
  const head = Buffer.alloc(3 * blockSize + padded(manifest.length) + padded(vault.length));
  let length = 0;
  for await (const chunk of tar as AsyncIterable<Buffer>) {
    length += chunk.copy(head, length);
    if (length === head.length) return head;
  }
  throw new Error("the archive ended before its last part");
}

/**
 * The tar of a backup (POSIX.1-1988 ustar), as a stream. Only the small parts go through tar-stream: the database is
 * read directly to where it is needed.
 *
 * @throws AppError CANCELLED, IO_ERROR; STORE_DAMAGED if the snapshot has become shorter
 */
export async function packArchive(
  parts: ArchiveParts,
  options: { signal: AbortSignal; onBytes: (done: number) => void },
): Promise<Source> {
  const { file, size } = parts.database;
  const head = await headOf(parts);
  let position = 0;
  const fillFrom = async (into: Buffer): Promise<number> => {
    if (position < head.length) {
      const copied = head.copy(into, 0, position);
      // The data key is in it.
      head.fill(0, position, position + copied);
      return copied;
    }
    const from = position - head.length;
    if (from >= size) return into.fill(0).length;
    const { bytesRead } = await file.read(into, 0, Math.min(into.length, size - from), from);
    if (bytesRead === 0) throw new AppError("STORE_DAMAGED");
    options.onBytes(from + bytesRead);
    return bytesRead;
  };
  return {
    size: head.length + padded(size) + endSize,
    async fill(into) {
      for (let filled = 0; filled < into.length;) {
        options.signal.throwIfAborted();
        const length = await fillFrom(into.subarray(filled));
        filled += length;
        position += length;
      }
    },
  };
}

export interface ArchiveEntry {
  name: string;
  /** Bytes, as the tar says. */
  size: number;
  /** The content; must be read to its end before the next entry. */
  content: AsyncIterable<Buffer>;
}

/** Bytes that may pass without a part's beginning or content: extended headers, and empty blocks after the end. */
const roomBetween = 8 * 1024 * 1024;

/** How much was read since the last part or content. */
interface Silence {
  bytes: number;
}

/** Writes what comes from `source` to the tar reader, at the reader's pace. */
async function feed(source: AsyncIterable<Uint8Array>, tar: Extract, silence: Silence): Promise<void> {
  for await (const chunk of source) {
    if (tar.destroyed) return;
    silence.bytes += chunk.length;
    if (silence.bytes > roomBetween) throw damaged("archive");
    if (!tar.write(chunk)) await drained(tar);
  }
  tar.end(null);
}

/** An entry's bytes. A premature end is damage; an error of the source passes unchanged. */
async function* contentOf(entry: AsyncIterable<Buffer>, silence: Silence): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of entry) {
      silence.bytes = 0;
      yield chunk;
    }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : damaged("archive", thrown);
  }
}

/**
 * Reads a tar from a stream. Only ordinary files are accepted; the caller checks the names, which are never used as
 * paths.
 *
 * @throws AppError what the source throws; BACKUP_UNREADABLE if it is not a tar, BACKUP_DAMAGED if it stops being one
 * or contains anything but ordinary files
 */
export async function* unpackArchive(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry, void, undefined> {
  const tar = extract();
  let fault: AppError | undefined;
  let entries = 0;
  const silence: Silence = { bytes: 0 };
  const feeding = feed(source, tar, silence).catch((thrown: unknown) => {
    fault = toAppError(thrown);
    tar.destroy(fault);
  });
  try {
    for await (const entry of tar) {
      if (entry.header.type !== "file") throw damaged("archive");
      entries += 1;
      silence.bytes = 0;
      yield {
        name: entry.header.name,
        size: entry.header.size,
        content: contentOf(entry as AsyncIterable<unknown> as AsyncIterable<Buffer>, silence),
      };
    }
  } catch (thrown) {
    if (fault !== undefined) throw fault;
    if (thrown instanceof AppError) throw thrown;
    throw entries === 0 ? unreadable("archive", undefined, thrown) : damaged("archive", thrown);
  } finally {
    tar.destroy();
    await feeding;
  }
}

/** @throws AppError BACKUP_DAMAGED if the entry is too large to be ours */
export async function readSmall(entry: ArchiveEntry): Promise<Buffer> {
  if (entry.size > jsonLimit) throw damaged(entry.name);
  const chunks: Buffer[] = [];
  for await (const chunk of entry.content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
