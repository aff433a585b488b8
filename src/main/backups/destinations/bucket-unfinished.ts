import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  type MultipartUpload,
  type Part as StoredPart,
} from "@aws-sdk/client-s3";
import { systemClock } from "../../base/clock.ts";
import { ask, type Bucket } from "./bucket-client.ts";
import { unquoted } from "./bucket-compare.ts";
import type { Part } from "./bucket-content.ts";
import { isUnknownThere, nameOf, statusOf } from "./bucket-errors.ts";
import { isBackupName } from "./names.ts";

/** Milliseconds. */
const abandonedAfter = 7 * 24 * 60 * 60 * 1000;

/**
 * For a server that cannot or may not list unfinished uploads: then everything is sent again. If the keys are not
 * sufficient for anything, the next request is refused.
 */
const cannotTell = (thrown: unknown): boolean =>
  isUnknownThere(thrown) || [400, 401, 403, 404].includes(statusOf(thrown) ?? 0);

interface Marker {
  KeyMarker?: string;
  UploadIdMarker?: string;
}

/** Where the next page begins; null after the last one, and if a server would lead in a circle. */
function nextOf(page: ListMultipartUploadsCommandOutput, from: Marker): Marker | null {
  const { IsTruncated, NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
  if (IsTruncated !== true || KeyMarker === undefined || UploadIdMarker === undefined) return null;
  return KeyMarker === from.KeyMarker && UploadIdMarker === from.UploadIdMarker ? null : { KeyMarker, UploadIdMarker };
}

async function unfinishedUploads({ client, bucket, prefix }: Bucket, signal: AbortSignal): Promise<MultipartUpload[]> {
  const uploads: MultipartUpload[] = [];
  let from: Marker | null = {};
  while (from !== null) {
    const input: ListMultipartUploadsCommand["input"] = { Bucket: bucket, Prefix: prefix, ...from };
    const page = await ask({ signal }, (options) => client.send(new ListMultipartUploadsCommand(input), options));
    uploads.push(...(page.Uploads ?? []));
    from = nextOf(page, from);
  }
  return uploads.filter(({ Key }) => Key !== undefined && isBackupName(Key.slice(prefix.length)));
}

/** Aborts an upload. If that fails, because it is gone or not ours, it is left alone. */
export async function giveUp(
  { client, bucket }: Bucket,
  key: string | undefined,
  uploadId: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  try {
    const input = { Bucket: bucket, Key: key, UploadId: uploadId };
    await ask({ signal }, (options) => client.send(new AbortMultipartUploadCommand(input), options));
  } catch (thrown) {
    if (!cannotTell(thrown)) throw thrown;
  }
}

/**
 * Looks for an upload that was begun and not finished, and aborts those of other files with this prefix that are older
 * than a week.
 *
 * @returns the id of the newest one for this key; null if there is none or the server cannot tell
 */
export async function findUnfinished(bucket: Bucket, key: string, signal: AbortSignal): Promise<string | null> {
  let uploads: MultipartUpload[];
  try {
    uploads = await unfinishedUploads(bucket, signal);
  } catch (thrown) {
    if (cannotTell(thrown)) return null;
    throw thrown;
  }
  const begun = (upload: MultipartUpload): number => upload.Initiated?.getTime() ?? 0;
  const limit = systemClock.now() - abandonedAfter;
  const old = uploads.filter((upload) => upload.Key !== key && upload.Initiated !== undefined && begun(upload) < limit);
  for (const { Key, UploadId } of old) await giveUp(bucket, Key, UploadId, signal);
  const ours = uploads.filter((upload) => upload.Key === key);
  return ours.toSorted((a, b) => begun(b) - begun(a))[0]?.UploadId ?? null;
}

/** A part is the same if its size and one of its checksums are. The whole is compared at the end anyway. */
const isSamePart = (stored: StoredPart, part: Part): boolean =>
  stored.Size === part.size && (stored.ChecksumSHA256 === part.sha256 || unquoted(stored.ETag) === part.md5);

/**
 * @returns ETags by part number of the parts that the upload has; null if it cannot be resumed: it has none, or one of
 * another file, or is gone, or the server cannot tell
 */
export async function partsThere(
  { client, bucket }: Bucket,
  key: string,
  uploadId: string,
  parts: readonly Part[],
  signal: AbortSignal,
): Promise<Map<number, string> | null> {
  const etags = new Map<number, string>();
  const place = { Bucket: bucket, Key: key, UploadId: uploadId };
  try {
    // The SDK's own paging continues while there is a marker, and servers send one with the last page too.
    for (let marker: string | undefined = "0"; marker !== undefined;) {
      const input: ListPartsCommand["input"] = { ...place, PartNumberMarker: marker };
      const page = await ask({ signal }, (options) => client.send(new ListPartsCommand(input), options));
      for (const stored of page.Parts ?? []) {
        const part = parts[(stored.PartNumber ?? 0) - 1];
        if (!part || stored.ETag === undefined || !isSamePart(stored, part)) return null;
        etags.set(part.number, stored.ETag);
      }
      const next = Number(page.NextPartNumberMarker);
      marker = page.IsTruncated === true && next > Number(marker) ? String(next) : undefined;
    }
    return etags.size > 0 ? etags : null;
  } catch (thrown) {
    if (nameOf(thrown) === "NoSuchUpload" || cannotTell(thrown)) return null;
    throw thrown;
  }
}
