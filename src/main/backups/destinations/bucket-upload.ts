import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { CallOptions } from "../../base/ports.ts";
import { ask, type Bucket } from "./bucket-client.ts";
import { headOf, isSame, unquoted } from "./bucket-compare.ts";
import { type Content, type Part, readPart } from "./bucket-content.ts";
import { isUnknownThere, nameOf } from "./bucket-errors.ts";
import { findUnfinished, giveUp, partsThere } from "./bucket-unfinished.ts";

/** One upload of one file. */
interface Upload {
  bucket: Bucket;
  key: string;
  content: Content;
  signal: AbortSignal;
  /** Called with the number of bytes sent. */
  onBytes: (done: number) => void;
}

const headers = { ContentType: "application/octet-stream" };

const metadataOf = ({ outgoing }: Content): Record<string, string> => ({ sha256: outgoing.sha256 });

/**
 * Does what gives the object its name, only if the name is free. Servers that do not support the condition are asked
 * first, which leaves a moment in which another could take the name.
 *
 * @returns the ETag of what was made
 */
async function ifFree(
  { bucket, key, signal }: Upload,
  make: (condition: { IfNoneMatch?: "*" }) => Promise<{ ETag?: string | undefined }>,
): Promise<string> {
  try {
    return unquoted((await make({ IfNoneMatch: "*" })).ETag);
  } catch (thrown) {
    if (!isUnknownThere(thrown)) throw thrown;
    if (await headOf(bucket, key, signal)) throw new AppError("FILE_EXISTS", { cause: thrown });
    return unquoted((await make({})).ETag);
  }
}

async function putWhole(upload: Upload): Promise<string> {
  const { bucket, key, content, signal } = upload;
  const [part] = content.parts;
  if (!part) throw new AppError("INVALID_INPUT", { text: text("backups.emptyFile") });
  const input = {
    Bucket: bucket.bucket,
    Key: key,
    Body: await readPart(content.handle, part),
    ChecksumSHA256: part.sha256,
    Metadata: metadataOf(content),
    ...headers,
  };
  return ifFree(upload, (condition) =>
    ask({ signal }, (options) => bucket.client.send(new PutObjectCommand({ ...input, ...condition }), options)),
  );
}

async function begin({ bucket, key, content, signal }: Upload): Promise<string> {
  const { UploadId } = await ask({ signal }, (options) =>
    bucket.client.send(
      new CreateMultipartUploadCommand({
        Bucket: bucket.bucket,
        Key: key,
        ChecksumAlgorithm: "SHA256",
        Metadata: metadataOf(content),
        ...headers,
      }),
      options,
    ),
  );
  if (UploadId === undefined) throw new AppError("DESTINATION_FAILED");
  return UploadId;
}

async function sendPart({ bucket, key, content, signal }: Upload, uploadId: string, part: Part): Promise<string> {
  const Body = await readPart(content.handle, part);
  const { ETag } = await ask({ signal }, (options) =>
    bucket.client.send(
      new UploadPartCommand({
        Bucket: bucket.bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: part.number,
        Body,
        ChecksumSHA256: part.sha256,
      }),
      options,
    ),
  );
  if (ETag === undefined) throw new AppError("DESTINATION_FAILED");
  return ETag;
}

/** An upload of which the server lost or mixed up parts: resuming it would fail each time. */
const isSpoilt = (thrown: unknown): boolean =>
  ["InvalidPart", "InvalidPartOrder", "EntityTooSmall", "BadDigest"].includes(nameOf(thrown));

async function complete(upload: Upload, uploadId: string, etags: ReadonlyMap<number, string>): Promise<string> {
  const { bucket, key, content, signal } = upload;
  const Parts = content.parts.map(({ number, sha256 }) => ({
    PartNumber: number,
    ETag: etags.get(number),
    ChecksumSHA256: sha256,
  }));
  const input = { Bucket: bucket.bucket, Key: key, UploadId: uploadId, MultipartUpload: { Parts } };
  try {
    return await ifFree(upload, (condition) =>
      ask({ signal }, (options) =>
        bucket.client.send(new CompleteMultipartUploadCommand({ ...input, ...condition }), options),
      ),
    );
  } catch (thrown) {
    const taken = thrown instanceof AppError && thrown.code === "FILE_EXISTS";
    if (taken || isSpoilt(thrown)) await giveUp(bucket, key, uploadId, signal);
    throw thrown;
  }
}

/** Parts that are there already are not sent again. */
async function putInParts(upload: Upload): Promise<string> {
  const { bucket, key, content, signal, onBytes } = upload;
  const found = await findUnfinished(bucket, key, signal);
  const there = found === null ? null : await partsThere(bucket, key, found, content.parts, signal);
  // It was begun for another file, and has that one's metadata.
  if (found !== null && there === null) await giveUp(bucket, key, found, signal);
  const uploadId = found !== null && there !== null ? found : await begin(upload);
  const etags = new Map(there);
  let done = content.parts.reduce((sum, { number, size }) => (etags.has(number) ? sum + size : sum), 0);
  onBytes(done);
  for (const part of content.parts) {
    if (etags.has(part.number)) continue;
    etags.set(part.number, await sendPart(upload, uploadId, part));
    done += part.size;
    onBytes(done);
  }
  return complete(upload, uploadId, etags);
}

/**
 * An answer can be lost after the work was done, and the next attempt then finds the name taken or the upload gone.
 *
 * @throws AppError FILE_EXISTS, or the original error if nothing is there
 */
async function settle({ bucket, key, content, signal }: Upload, thrown: unknown): Promise<void> {
  const taken = thrown instanceof AppError && thrown.code === "FILE_EXISTS";
  if (!taken && nameOf(thrown) !== "NoSuchUpload") throw thrown;
  const head = await headOf(bucket, key, signal);
  if (head === null) throw new AppError("DESTINATION_FAILED", { cause: thrown });
  if (!(await isSame(bucket, key, head, content, signal))) throw new AppError("FILE_EXISTS", { cause: thrown });
}

/** Compares what was stored with what was sent. A wrong result is removed, if it is certainly ours. */
async function check({ bucket, key, content, signal }: Upload, etag: string): Promise<void> {
  const head = await headOf(bucket, key, signal);
  const { sha256 } = content.outgoing;
  const stated = head?.Metadata?.["sha256"] ?? sha256;
  if (head && stated === sha256 && (await isSame(bucket, key, head, content, signal))) return;
  if (head && etag !== "" && unquoted(head.ETag) === etag) {
    await ask({ signal }, (options) =>
      bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.bucket, Key: key }), options),
    );
  }
  throw new AppError("DESTINATION_FAILED", {
    text: text("backups.arrivedDiffers"),
  });
}

/** Sends a file to a bucket: see `Destination.send`. */
export async function sendToBucket(
  bucket: Bucket,
  content: Content,
  signal: AbortSignal,
  { onProgress }: CallOptions,
): Promise<void> {
  const total = content.outgoing.size;
  const key = bucket.prefix + content.outgoing.name;
  const onBytes = (done: number): void => onProgress?.({ phase: "upload", done, total });
  const one: Upload = { bucket, key, content, signal, onBytes };
  onBytes(0);
  const present = await headOf(bucket, key, signal);
  if (present) {
    if (!(await isSame(bucket, key, present, content, signal))) throw new AppError("FILE_EXISTS");
  } else {
    const put = content.parts.length > 1 ? putInParts : putWhole;
    let etag: string;
    try {
      etag = await put(one);
    } catch (thrown) {
      await settle(one, thrown);
      return;
    }
    await check(one, etag);
  }
  onBytes(total);
}
