import { join } from "node:path";
import { AppError } from "#shared/errors.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { text } from "#shared/texts/text.ts";
import { type Context, opened } from "../../call/context.ts";
import type { DestinationJobs } from "../destinations/deps.ts";
import { type Place, placeOf } from "../destinations/place.ts";
import { requireGranted } from "../../files/grants.ts";
import { readDestination } from "../../store/backups/destinations.ts";
import { withWorkspace } from "../../files/workspace.ts";

type Given = Pick<ParsedInputOf<"archive.verify">, "file" | "stored">;
type Stored = NonNullable<Given["stored"]>;

/** @throws AppError NOT_FOUND, DESTINATION_REFUSED, FILE_NOT_GRANTED */
async function placeFor(context: Context, stored: Stored): Promise<Place> {
  if ("settings" in stored) {
    const { settings, keys } = stored;
    if (settings.kind === "folder") requireGranted(context, settings.path);
    return { settings, keys, marker: null };
  }
  const row = await readDestination(opened(context).store.db, stored.destination);
  if (!row) throw new AppError("NOT_FOUND", { text: text("backups.noSuchLocation") });
  return placeOf(context.options.keychain, row);
}

/**
 * Works on the chosen backup: the file itself, or a private copy of what a location has, which is deleted afterwards.
 *
 * @throws AppError FILE_NOT_GRANTED, NOT_FOUND, FILE_NOT_FOUND, DESTINATION_UNREACHABLE, DESTINATION_REFUSED,
 * DESTINATION_FAILED
 */
export async function withBackupFile<T>(
  context: Context,
  jobs: DestinationJobs,
  { file, stored }: Given,
  work: (file: string) => Promise<T>,
): Promise<T> {
  if (file !== undefined) {
    requireGranted(context, file);
    return work(file);
  }
  if (!stored) throw new AppError("INVALID_INPUT");
  const place = await placeFor(context, stored);
  return withWorkspace(context.options.dataDir, async (folder) => {
    const target = join(folder, "fetched.age");
    await jobs.run("destination.fetch", { ...place, name: stored.name, target }, context.call);
    return work(target);
  });
}
