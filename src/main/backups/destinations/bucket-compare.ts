import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import {
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
} from "@aws-sdk/client-s3";
import { AppError } from "#shared/errors.ts";
import { ask, type Bucket } from "./bucket-client.ts";
import { type Content, sumsOf } from "./bucket-content.ts";
import { bucketError, isAbsent, statusOf } from "./bucket-errors.ts";

/** ETags come with quotes, from some servers without. */
export const unquoted = (etag: string | undefined): string => (etag ?? "").replaceAll('"', "");

/** @returns what the server says about the object; null if there is none */
export async function headOf(
  bucket: Bucket,
  key: string,
  signal: AbortSignal,
): Promise<HeadObjectCommandOutput | null> {
  const input = { Bucket: bucket.bucket, Key: key, ChecksumMode: "ENABLED" } as const;
  try {
    return await ask({ signal }, (options) => bucket.client.send(new HeadObjectCommand(input), options));
  } catch (thrown) {
    if (isAbsent(thrown)) return null;
    if (statusOf(thrown) !== undefined) await explain(bucket, key, signal);
    throw thrown;
  }
}

/**
 * The answer to HEAD has no body, and so no reason in it. Another request is refused for the same reason and states it.
 *
 * @throws AppError with that reason
 */
async function explain({ client, bucket }: Bucket, key: string, signal: AbortSignal): Promise<void> {
  const input = { Bucket: bucket, Prefix: key, MaxKeys: 1 };
  await ask({ signal }, (options) => client.send(new ListObjectsV2Command(input), options));
}

/** The chunks of an object's body. @throws AppError as `bucketError` says */
export async function* bodyOf(body: unknown, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (body === undefined) throw new AppError("DESTINATION_FAILED");
  try {
    // In Node the SDK's body is a readable stream.
    yield* body as Readable as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    throw bucketError(thrown, signal);
  }
}

/** Reads the object back. @returns hexadecimal SHA-256 */
async function sha256There({ client, bucket }: Bucket, key: string, signal: AbortSignal): Promise<string> {
  const { Body } = await ask({ signal }, (options) =>
    client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), options),
  );
  const hash = createHash("sha256");
  for await (const chunk of bodyOf(Body, signal)) hash.update(chunk);
  return hash.digest("hex");
}

/**
 * Whether an object is this file. The server's own calculations are trusted: size, SHA-256 and the MD5 in the ETag, all
 * three. If one of them is missing (the ETag of an object encrypted there with a managed key says nothing, older
 * servers know no SHA-256), the object is read back.
 */
export async function isSame(
  bucket: Bucket,
  key: string,
  head: HeadObjectCommandOutput,
  content: Content,
  signal: AbortSignal,
): Promise<boolean> {
  if (head.ContentLength !== content.outgoing.size) return false;
  const sums = sumsOf(content);
  // Most servers add the number of parts to a sum of sums: `…-3`.
  const stated = head.ChecksumSHA256?.split("-")[0];
  if (stated === sums.sha256 && unquoted(head.ETag) === sums.etag) return true;
  return (await sha256There(bucket, key, signal)) === content.outgoing.sha256;
}
