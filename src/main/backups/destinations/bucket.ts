import { randomBytes } from "node:crypto";
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, PutObjectCommand } from "@aws-sdk/client-s3";
import { AppError } from "#shared/errors.ts";
import type { AccessKeys, BucketSettings } from "#shared/model/destinations.ts";
import type { CallOptions } from "../../base/ports.ts";
import { ask, type Bucket, connectBucket, type Patience, usualPatience } from "./bucket-client.ts";
import { bodyOf } from "./bucket-compare.ts";
import { usualPart, withContent } from "./bucket-content.ts";
import { fetchFromBucket } from "./bucket-download.ts";
import { bucketError, isAbsent } from "./bucket-errors.ts";
import { sendToBucket } from "./bucket-upload.ts";
import type { Destination, Outgoing, StoredFile } from "./destination.ts";
import { byName, checkName, isBackupName } from "./names.ts";

const signalOf = ({ signal }: CallOptions): AbortSignal => signal ?? new AbortController().signal;

/** Objects whose keys begin with `start`, except those in deeper folders. */
async function* objects({ client, bucket }: Bucket, start: string, signal: AbortSignal): AsyncGenerator<StoredFile> {
  try {
    const input = { Bucket: bucket, Prefix: start, Delimiter: "/" };
    const paging = { client, stopOnSameToken: true };
    for await (const { Contents } of paginateListObjectsV2(paging, input, { abortSignal: signal })) {
      for (const { Key, Size, LastModified } of Contents ?? []) {
        if (Key !== undefined) yield { name: Key, size: Size ?? 0, changedAt: LastModified?.getTime() ?? 0 };
      }
    }
  } catch (thrown) {
    throw bucketError(thrown, signal);
  }
}

class BucketDestination implements Destination {
  readonly #bucket: Bucket;
  readonly #leastPart: number;

  constructor(bucket: Bucket, leastPart: number) {
    this.#bucket = bucket;
    this.#leastPart = leastPart;
  }

  async probe(options: CallOptions): Promise<void> {
    const { client, bucket, prefix } = this.#bucket;
    const signal = signalOf(options);
    const Key = `${prefix}countersign-probe-${randomBytes(8).toString("hex")}`;
    const place = { Bucket: bucket, Key };
    const content = randomBytes(64);
    await ask({ signal }, (more) => client.send(new PutObjectCommand({ ...place, Body: content }), more));
    try {
      const { Body } = await ask({ signal }, (more) => client.send(new GetObjectCommand(place), more));
      const chunks: Uint8Array[] = [];
      for await (const chunk of bodyOf(Body, signal)) chunks.push(chunk);
      const listed: string[] = [];
      for await (const { name } of objects(this.#bucket, Key, signal)) listed.push(name);
      if (!Buffer.concat(chunks).equals(content) || !listed.includes(Key)) throw new AppError("DESTINATION_FAILED");
    } finally {
      // Also after cancelling: nothing is left behind.
      await ask({}, (more) => client.send(new DeleteObjectCommand(place), more));
    }
  }

  async list(options: CallOptions): Promise<StoredFile[]> {
    const { prefix } = this.#bucket;
    const files: StoredFile[] = [];
    for await (const file of objects(this.#bucket, `${prefix}countersign-`, signalOf(options))) {
      const name = file.name.slice(prefix.length);
      if (isBackupName(name)) files.push({ ...file, name });
    }
    return files.toSorted(byName);
  }

  async send(outgoing: Outgoing, options: CallOptions): Promise<void> {
    checkName(outgoing.name);
    const signal = signalOf(options);
    await withContent(outgoing, this.#leastPart, signal, (content) =>
      sendToBucket(this.#bucket, content, signal, options),
    );
  }

  async fetch(name: string, target: string, options: CallOptions): Promise<void> {
    checkName(name);
    await fetchFromBucket(this.#bucket, this.#bucket.prefix + name, target, signalOf(options), options);
  }

  async remove(name: string, options: CallOptions): Promise<void> {
    checkName(name);
    const { client, bucket, prefix } = this.#bucket;
    try {
      const place = { Bucket: bucket, Key: prefix + name };
      await ask(options, (more) => client.send(new DeleteObjectCommand(place), more));
    } catch (thrown) {
      if (!isAbsent(thrown)) throw thrown;
    }
  }
}

/** How a bucket is used, where it is not the usual way. */
interface Manner {
  patience?: Patience;
  /** In bytes. */
  leastPart?: number;
}

/**
 * A bucket of an S3-compatible server. Opening it makes no connection yet.
 *
 * @throws AppError INVALID_INPUT if the authority's certificates cannot be read
 */
export const openBucket = (
  settings: BucketSettings,
  keys: AccessKeys,
  { patience = usualPatience, leastPart = usualPart }: Manner = {},
): Destination => new BucketDestination(connectBucket(settings, keys, patience), leastPart);
