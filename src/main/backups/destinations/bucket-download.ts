import { createHash } from "node:crypto";
import { GetObjectCommand, type GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { CallOptions } from "../../base/ports.ts";
import { ask, type Bucket } from "./bucket-client.ts";
import { bodyOf } from "./bucket-compare.ts";
import { isAbsent } from "./bucket-errors.ts";
import { writeNewFile } from "./new-file.ts";

/** How often an interrupted download is resumed. */
const mostResumptions = 2;

const hexSha256 = /^[0-9a-f]{64}$/u;

interface Download {
  bucket: Bucket;
  key: string;
  signal: AbortSignal;
}

/**
 * @param from the first byte wanted, and the ETag of the object that the earlier bytes came from; null: the beginning
 */
async function get(
  { bucket, key, signal }: Download,
  from: { start: number; etag: string } | null,
): Promise<GetObjectCommandOutput> {
  const rest = from === null ? {} : { Range: `bytes=${from.start}-`, IfMatch: from.etag };
  const answer = await ask({ signal }, (options) =>
    bucket.client.send(new GetObjectCommand({ Bucket: bucket.bucket, Key: key, ...rest }), options),
  );
  if (from !== null && !answer.ContentRange?.startsWith(`bytes ${from.start}-`))
    throw new AppError("DESTINATION_FAILED");
  return answer;
}

const changedThere = (): AppError =>
  new AppError("DESTINATION_FAILED", {
    text: text("backups.receivedDiffers"),
  });

/** Yields the object's bytes, resuming after interruptions. */
async function* bytesOf(download: Download, first: GetObjectCommandOutput): AsyncGenerator<Uint8Array> {
  const { ContentLength: total, ETag: etag } = first;
  if (total === undefined) throw new AppError("DESTINATION_FAILED");
  let done = 0;
  let answer = first;
  for (let resumptions = 0; ; resumptions += 1) {
    try {
      for await (const chunk of bodyOf(answer.Body, download.signal)) {
        done += chunk.length;
        if (done > total) throw changedThere();
        yield chunk;
      }
      if (done === total) return;
      throw new AppError("DESTINATION_UNREACHABLE", { cause: new Error(`received ${done} of ${total} bytes`) });
    } catch (thrown) {
      const cut = thrown instanceof AppError && thrown.code === "DESTINATION_UNREACHABLE";
      if (!cut || etag === undefined || resumptions === mostResumptions) throw thrown;
    }
    answer = await get(download, { start: done, etag });
  }
}

/** Downloads an object to a new local file: see `Destination.fetch`. */
export async function fetchFromBucket(
  bucket: Bucket,
  key: string,
  target: string,
  signal: AbortSignal,
  { onProgress }: CallOptions,
): Promise<void> {
  const one: Download = { bucket, key, signal };
  const first = await get(one, null).catch((thrown: unknown) => {
    throw isAbsent(thrown) ? new AppError("FILE_NOT_FOUND", { cause: thrown }) : thrown;
  });
  const total = first.ContentLength ?? null;
  const hash = createHash("sha256");
  try {
    await writeNewFile(target, async (append) => {
      let done = 0;
      onProgress?.({ phase: "download", done, total });
      for await (const chunk of bytesOf(one, first)) {
        await append(chunk);
        hash.update(chunk);
        done += chunk.length;
        onProgress?.({ phase: "download", done, total });
      }
      const stated = first.Metadata?.["sha256"];
      // Written there by us. Whoever can change the object can change it too; it detects faults.
      if (stated !== undefined && hexSha256.test(stated) && hash.digest("hex") !== stated) throw changedThere();
    });
  } catch (thrown) {
    throw toAppError(thrown);
  }
}
