import { AppError } from "#shared/errors.ts";
import type { AccessKeys, DestinationSettings } from "#shared/model/destinations.ts";
import type { Destination } from "./destination.ts";
import { openFolder } from "./folder.ts";

/** What a destination needs besides its settings. */
interface Access {
  /** Of a folder: what `prepareFolder` returned; null: whatever folder is there, to look for backups in it. */
  marker: string | null;
  /** Of a bucket. */
  keys: AccessKeys | null;
}

/**
 * Makes a destination ready for use. Nothing is looked at and no connection is opened before its first method is called.
 *
 * @throws AppError INVALID_INPUT; DESTINATION_REFUSED for a bucket without access keys
 */
export async function openDestination(settings: DestinationSettings, { marker, keys }: Access): Promise<Destination> {
  if (settings.kind === "folder") {
    return openFolder(settings.path, marker);
  }
  if (keys === null) {
    throw new AppError("DESTINATION_REFUSED", { message: "The access keys of this bucket are missing. Enter them." });
  }
  // The SDK is large: only those who have a bucket load it.
  const { openBucket } = await import("./bucket.ts");
  return openBucket(settings, keys);
}
