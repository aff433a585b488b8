import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { Outgoing } from "./destination.ts";

const mebibyte = 1024 * 1024;
/** The least size of a part, in bytes. S3 allows 5 MiB. */
export const usualPart = 8 * mebibyte;
/** S3 allows 10,000. */
const mostParts = 9_000;

export interface Part {
  /** From 1. */
  number: number;
  /** Offset and length in bytes. */
  start: number;
  size: number;
  /** Base64 of SHA-256, as S3 writes checksums. */
  sha256: string;
  /** Hexadecimal MD5, as S3 uses in ETags. It guards against faults, not against people. */
  md5: string;
}

/** A file with all checksums that a server may be asked to confirm. */
export interface Content {
  handle: FileHandle;
  outgoing: Outgoing;
  parts: Part[];
}

/** The checksums of the whole object as servers state them. */
export interface Sums {
  /** Without quotes. */
  etag: string;
  /** Base64; a checksum of checksums if there are several parts. */
  sha256: string;
}

const partSize = (size: number, leastPart: number): number =>
  size <= mostParts * leastPart ? leastPart : Math.ceil(size / mostParts / mebibyte) * mebibyte;

const changed = (): AppError => new AppError("IO_ERROR", { text: text("backups.changedWhileSent") });

/** @throws AppError IO_ERROR if the file has become shorter */
export async function readPart(handle: FileHandle, { start, size }: Pick<Part, "start" | "size">): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  for (let offset = 0; offset < size;) {
    const { bytesRead } = await handle.read(bytes, offset, size - offset, start + offset);
    if (bytesRead === 0) throw changed();
    offset += bytesRead;
  }
  return bytes;
}

async function partsOf(
  handle: FileHandle,
  { size, sha256 }: Outgoing,
  leastPart: number,
  signal: AbortSignal,
): Promise<Part[]> {
  if ((await handle.stat()).size !== size) throw changed();
  const whole = createHash("sha256");
  const parts: Part[] = [];
  const most = partSize(size, leastPart);
  for (let start = 0; start < size; start += most) {
    signal.throwIfAborted();
    const place = { start, size: Math.min(most, size - start) };
    const bytes = await readPart(handle, place);
    whole.update(bytes);
    parts.push({
      number: parts.length + 1,
      ...place,
      sha256: createHash("sha256").update(bytes).digest("base64"),
      md5: createHash("md5").update(bytes).digest("hex"),
    });
  }
  if (whole.digest("hex") !== sha256) throw changed();
  return parts;
}

/**
 * Opens a file to send, and reads it once for its checksums.
 *
 * @param leastPart in bytes: what is larger is sent in parts of this size, or of a larger one if there would be too many
 * @throws AppError IO_ERROR if it is not the file that `outgoing` describes; FILE_NOT_FOUND; CANCELLED
 */
export async function withContent<T>(
  outgoing: Outgoing,
  leastPart: number,
  signal: AbortSignal,
  work: (content: Content) => Promise<T>,
): Promise<T> {
  try {
    const handle = await open(outgoing.file, "r");
    try {
      return await work({ handle, outgoing, parts: await partsOf(handle, outgoing, leastPart, signal) });
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/** The checksums that a server states for this content: in one piece, or in parts of our size. */
export function sumsOf({ parts, outgoing }: Content): Sums {
  const [only, ...more] = parts;
  if (only && more.length === 0)
    return { etag: only.md5, sha256: Buffer.from(outgoing.sha256, "hex").toString("base64") };
  const combined = (algorithm: string, sums: Buffer[]) => createHash(algorithm).update(Buffer.concat(sums));
  const md5 = combined(
    "md5",
    parts.map((part) => Buffer.from(part.md5, "hex")),
  );
  const sha256 = combined(
    "sha256",
    parts.map((part) => Buffer.from(part.sha256, "base64")),
  );
  return { etag: `${md5.digest("hex")}-${parts.length}`, sha256: sha256.digest("base64") };
}
