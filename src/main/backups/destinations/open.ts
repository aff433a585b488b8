import { AppError } from "#shared/errors.ts";
import type { AccessKeys, DestinationSettings } from "#shared/model/destinations.ts";
import { text } from "#shared/texts/text.ts";
import type { Destination } from "./destination.ts";
import { openFolder } from "./folder.ts";

/** What a location needs besides its settings. */
interface Access {
  /** Of a folder: what `prepareFolder` returned; null: whatever folder is there, to look for backups in it. */
  marker: string | null;
  /** Of a bucket. */
  keys: AccessKeys | null;
}

/**
 * Prepares a location for use. Nothing is checked and no connection is made before its first method is called.
 *
 * @throws AppError INVALID_INPUT; DESTINATION_REFUSED for a bucket without access keys
 */
export async function openDestination(settings: DestinationSettings, { marker, keys }: Access): Promise<Destination> {
  if (settings.kind === "folder") {
    return openFolder(settings.path, marker);
  }
  if (keys === null) {
    throw new AppError("DESTINATION_REFUSED", { text: text("backups.bucketKeysMissing") });
  }
  // The SDK is large: it is loaded only for buckets.
  const { openBucket } = await import("./bucket.ts");
  return openBucket(settings, keys);
}
