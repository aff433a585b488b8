import { createHash, randomBytes } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { ahead } from "../../../files/ahead.ts";
import { Appender } from "../../../files/appender.ts";
import type { SealedHeader } from "./header.ts";
import { chunkSize, payloadKey, payloadNonceSize, sealedChunkSize, Sealer } from "./payload.ts";

/**
 * Chunks that are read, encrypted and written together: 2 MiB. Smaller blocks wait more often for the threads that read
 * and write.
 */
const chunksAtOnce = 32;

/** Plain text of a known length. */
export interface Source {
  /** Bytes. */
  readonly size: number;
  /** Fills `into` from the start. Called again only after it has filled the previous one. */
  fill(into: Buffer): Promise<void>;
}

export interface WrittenFile {
  /** Bytes. */
  size: number;
  /** Of the file; hexadecimal, lower case. */
  sha256: string;
}

/**
 * Encrypts to an empty file and makes it durable, in constant memory: while one block is encrypted, the next one is
 * read and the previous one is written.
 *
 * @param sealed its file key is wiped
 * @throws what the source and the file throw
 */
export async function encryptInto(target: FileHandle, sealed: SealedHeader, source: Source): Promise<WrittenFile> {
  const nonce = randomBytes(payloadNonceSize);
  const sealer = new Sealer(payloadKey(sealed.fileKey, nonce));
  sealed.fileKey.fill(0);
  const hash = createHash("sha256");
  const plain = [Buffer.alloc(chunksAtOnce * chunkSize), Buffer.alloc(chunksAtOnce * chunkSize)] as const;
  const out = [Buffer.alloc(chunksAtOnce * sealedChunkSize), Buffer.alloc(chunksAtOnce * sealedChunkSize)] as const;
  const appender = new Appender(target);
  let size = 0;
  const write = (bytes: Buffer): Promise<void> => {
    const written = ahead(appender.append(bytes));
    // Hashed while it is written.
    hash.update(bytes);
    size += bytes.length;
    return written;
  };
  const fill = async (block: number): Promise<Buffer> => {
    const from = block * chunksAtOnce * chunkSize;
    const into = plain[block % 2 === 0 ? 0 : 1].subarray(0, Math.max(0, source.size - from));
    if (into.length > 0) await source.fill(into);
    return into;
  };
  const read = (block: number): Promise<Buffer> => ahead(fill(block));
  const blocks = Math.max(1, Math.ceil(source.size / (chunksAtOnce * chunkSize)));
  let writing = write(Buffer.concat([sealed.header, nonce]));
  let reading = read(0);
  try {
    for (let block = 0; block < blocks; block += 1) {
      const bytes = await reading;
      reading = block + 1 < blocks ? read(block + 1) : Promise.resolve(bytes);
      const to = out[block % 2 === 0 ? 0 : 1];
      const length = sealer.seal(bytes, block + 1 === blocks, to);
      await writing;
      writing = write(to.subarray(0, length));
    }
  } finally {
    // Nothing may still use the buffers or the file when this ends; the first fault is reported.
    await Promise.allSettled([reading, writing]);
    sealer.wipe();
    for (const buffer of plain) buffer.fill(0);
  }
  await writing;
  await appender.finish();
  return { size, sha256: hash.digest("hex") };
}
