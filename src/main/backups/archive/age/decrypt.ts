import { type FileHandle, open } from "node:fs/promises";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../../../base/errors/to-app-error.ts";
import type { Opening } from "../age.ts";
import { damaged, unreadable } from "../faults.ts";
import { ahead } from "../../../files/ahead.ts";
import { notAFile, toRead } from "../../../base/read-whole.ts";
import { headerLimit, openHeader } from "./header.ts";
import { chunkSize, Opener, payloadKey, payloadNonceSize, sealedChunkSize } from "./payload.ts";

/** Chunks that are read and decrypted together: 512 KiB. */
const chunksAtOnce = 8;

export interface DecryptOptions {
  signal: AbortSignal;
  /** Called with the number of bytes read so far, of all bytes. */
  onBytes: (done: number, total: number) => void;
}

/** @returns what there is from `position` on, at most as much as fits into `into` */
async function readFully(handle: FileHandle, into: Buffer, position: number): Promise<Buffer> {
  let length = 0;
  while (length < into.length) {
    const { bytesRead } = await handle.read(into, length, into.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return into.subarray(0, length);
}

/** The payload from `start` on, in blocks. */
async function* decryptPayload(
  handle: FileHandle,
  opener: Opener,
  start: number,
  total: number,
  options: DecryptOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const blockSize = chunksAtOnce * sealedChunkSize;
  const buffers = [Buffer.alloc(blockSize), Buffer.alloc(blockSize)] as const;
  const read = (position: number, buffer: Buffer): Promise<Buffer> =>
    ahead(readFully(handle, buffer.subarray(0, Math.max(0, total - position)), position));
  let reading = read(start, buffers[0]);
  try {
    for (let position = start, turn = 0; ; position += blockSize, turn += 1) {
      options.signal.throwIfAborted();
      const sealed = await reading;
      const last = position + blockSize >= total;
      // Reads ahead while this block is decrypted and used.
      if (!last) reading = read(position + blockSize, buffers[turn % 2 === 0 ? 1 : 0]);
      options.onBytes(position + sealed.length, total);
      // New memory: the receiver may keep it.
      const plain = Buffer.allocUnsafe(chunksAtOnce * chunkSize);
      const { length, fault } = opener.open(sealed, last, plain);
      if (length > 0) yield plain.subarray(0, length);
      if (fault !== null) throw damaged("encryption", fault);
      if (last) return;
    }
  } finally {
    await Promise.allSettled([reading]);
  }
}

/**
 * Decrypts a file, piece by piece. What comes out is authentic but not known to be complete until the end: the caller
 * stores it and uses it only after the last piece.
 *
 * @throws AppError FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR, CANCELLED, OUT_OF_MEMORY
 * @throws AppError BACKUP_UNREADABLE, BACKUP_PASSPHRASE_WRONG, BACKUP_IDENTITY_WRONG, BACKUP_DAMAGED
 */
export async function* decryptFile(
  file: string,
  opening: Opening,
  options: DecryptOptions,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    await using handle = await open(file, toRead);
    const stat = await handle.stat();
    const reason = notAFile(stat, text("backups.theBackup"));
    if (reason !== null) throw unreadable("file", reason);
    const start = await readFully(handle, Buffer.alloc(Math.min(headerLimit, stat.size)), 0);
    const { length, fileKey } = await openHeader(start, opening);
    const nonce = await readFully(handle, Buffer.alloc(payloadNonceSize), length);
    if (nonce.length < payloadNonceSize) throw damaged("header");
    const opener = new Opener(payloadKey(fileKey, nonce));
    fileKey.fill(0);
    try {
      yield* decryptPayload(handle, opener, length + payloadNonceSize, stat.size, options);
    } finally {
      opener.wipe();
    }
  } catch (thrown) {
    throw toAppError(thrown);
  }
}
