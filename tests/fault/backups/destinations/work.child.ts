import type { AccessKeys, DestinationSettings } from "#shared/model/destinations.ts";
import type { Outgoing } from "#main/backups/destinations/destination.ts";
import { prepareFolder } from "#main/backups/destinations/folder.ts";
import { openBucket } from "#main/backups/destinations/bucket.ts";
import { openDestination } from "#main/backups/destinations/open.ts";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";

/** What a test tells this process to do, as JSON in its first argument. */
export interface Work {
  settings: DestinationSettings;
  /** null: the folder is set up first. */
  marker: string | null;
  keys: AccessKeys | null;
  outgoing: Outgoing;
  /** Of a bucket: the least size of a part in bytes. */
  leastPart?: number;
}

const work = JSON.parse(process.argv[2] ?? "") as Work;

try {
  const { settings, keys } = work;
  const marker = settings.kind === "folder" ? (work.marker ?? (await prepareFolder(settings.path, null))) : null;
  console.log("prepared");
  const place =
    settings.kind === "s3" && keys !== null && work.leastPart !== undefined
      ? openBucket(settings, keys, { leastPart: work.leastPart })
      : await openDestination(settings, { marker, keys });
  try {
    await place.send(work.outgoing, { onProgress: ({ phase, done }) => console.log(`progress ${phase} ${done}`) });
    console.log("result done");
  } finally {
    console.log(`list ${JSON.stringify(await place.list({}))}`);
  }
} catch (thrown) {
  console.log(`result ${thrown instanceof AppError ? `${thrown.code} ${say(thrown.text)}` : String(thrown)}`);
}
