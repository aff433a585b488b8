import { createReadStream } from "node:fs";
import { extract, type Extract, pack } from "tar-stream";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../errors/to-app-error.ts";
import { damaged, unreadable } from "./faults.ts";
import { databaseName, jsonLimit, manifestName, vaultName } from "./format.ts";

const readSize = 256 * 1024;

export interface ArchiveParts {
  manifest: Buffer;
  vault: Buffer;
  /** Path of the snapshot, and its size in bytes. */
  database: { file: string; size: number };
  /** UTC milliseconds; the time of every entry. */
  at: number;
}

/** Waits until the stream takes more, or none any more. */
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

/** The tar of a backup (POSIX.1-1988 ustar), as it is written. */
export function packArchive(
  parts: ArchiveParts,
  options: { signal: AbortSignal; onBytes: (done: number) => void },
): ReadableStream<Uint8Array> {
  const tar = pack();
  const header = (name: string, size: number) => ({ name, size, mode: 0o600, mtime: new Date(parts.at) });
  const fill = async (): Promise<void> => {
    tar.entry(header(manifestName, parts.manifest.length), parts.manifest);
    tar.entry(header(vaultName, parts.vault.length), parts.vault);
    const entry = tar.entry(header(databaseName, parts.database.size));
    // An entry of a destroyed tar reports it as an error of its own, which nobody else would take.
    entry.once("error", (error) => tar.destroy(error));
    let done = 0;
    for await (const chunk of createReadStream(parts.database.file, {
      highWaterMark: readSize,
    }) as AsyncIterable<Buffer>) {
      options.signal.throwIfAborted();
      if (!entry.write(chunk)) await drained(entry);
      done += chunk.length;
      options.onBytes(done);
    }
    entry.end(null);
    tar.finalize();
  };
  fill().catch((thrown: unknown) => tar.destroy(thrown as Error));
  return ReadableStream.from(tar) as ReadableStream<Uint8Array>;
}

export interface ArchiveEntry {
  name: string;
  /** Bytes, as the tar says. */
  size: number;
  /** The content; read to its end before the next entry comes. */
  content: AsyncIterable<Buffer>;
}

/** Writes what comes from `source` into the tar reader, at the reader's pace. */
async function feed(source: AsyncIterable<Uint8Array>, tar: Extract): Promise<void> {
  for await (const chunk of source) {
    if (tar.destroyed) return;
    if (!tar.write(chunk)) await drained(tar);
  }
  tar.end(null);
}

/** An entry's bytes. An end that comes too soon is damage; an error of the source passes as it is. */
async function* contentOf(entry: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* entry;
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : damaged("archive", thrown);
  }
}

/**
 * Reads a tar from a stream. Only plain files come through; the names are the caller's to judge, and
 * are never used as paths.
 *
 * @throws AppError what the source throws; BACKUP_UNREADABLE when it is no tar, BACKUP_DAMAGED when
 *   it stops being one or holds anything but plain files
 */
export async function* unpackArchive(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry, void, undefined> {
  const tar = extract();
  let fault: AppError | undefined;
  let entries = 0;
  const feeding = feed(source, tar).catch((thrown: unknown) => {
    fault = toAppError(thrown);
    tar.destroy(fault);
  });
  try {
    for await (const entry of tar) {
      if (entry.header.type !== "file") throw damaged("archive");
      entries += 1;
      yield {
        name: entry.header.name,
        size: entry.header.size,
        content: contentOf(entry as AsyncIterable<unknown> as AsyncIterable<Buffer>),
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

/** @throws AppError BACKUP_DAMAGED when the entry is too large for one of ours */
export async function readSmall(entry: ArchiveEntry): Promise<Buffer> {
  if (entry.size > jsonLimit) throw damaged(entry.name);
  const chunks: Buffer[] = [];
  for await (const chunk of entry.content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
