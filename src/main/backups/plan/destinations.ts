import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { StoredBackup } from "#shared/contract/backup-plan.ts";
import type { BackupDestination } from "#shared/model/backups.ts";
import { type AccessKeys, type DestinationSettings, placeInWords } from "#shared/model/destinations.ts";
import { DestinationId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import { fromStored, toStored } from "#shared/texts/stored.ts";
import { change, unaudited } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { prepareFolder } from "../destinations/folder.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { requireGranted } from "../../files/grants.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import { newId } from "../../base/ids.ts";
import { knownBackupNames } from "../../store/backups/backups.ts";
import {
  deleteDestination,
  insertDestination,
  listDestinations,
  readDestination,
  updateDestination,
} from "../../store/backups/destinations.ts";
import type { Tx } from "../../store/store.ts";
import type { DestinationRow } from "../../store/migrations/backup-schema.ts";
import type { PlanJobs } from "./deps.ts";
import { forgetAccessKeys, keepAccessKeys, type Place, placeOf, settingsOf } from "../destinations/place.ts";

const toDestination = (row: DestinationRow): BackupDestination => ({
  id: row.id,
  name: row.name,
  settings: settingsOf(row),
  enabled: row.enabled === 1,
  createdAt: row.created_at,
  lastSuccessAt: row.last_success_at,
  lastError: row.last_error === null ? null : fromStored(row.last_error),
});

async function requireDestination(context: Context, id: DestinationId): Promise<DestinationRow> {
  const row = await readDestination(opened(context).store.db, id);
  if (!row) throw new AppError("NOT_FOUND", { text: text("backups.noSuchLocation") });
  return row;
}

const event = (action: string, row: DestinationRow, settings: DestinationSettings) => ({
  action,
  target: { id: row.id, name: row.name },
  details: { kind: settings.kind, where: placeInWords(settings) },
});

/** @throws AppError INVALID_INPUT for a bucket without keys; FILE_NOT_GRANTED */
function checkGiven(context: Context, settings: DestinationSettings, keys: AccessKeys | null): void {
  if (settings.kind === "folder") requireGranted(context, settings.path);
  else if (!keys) {
    throw new AppError("INVALID_INPUT", { fields: { "keys.accessKeyId": text("backups.accessKeyMissing") } });
  }
}

async function requireFreeName(tx: Tx, name: string, except?: DestinationId): Promise<void> {
  if ((await listDestinations(tx)).some((row) => row.name === name && row.id !== except)) {
    const message = text("backups.locationNameTaken");
    throw new AppError("CONFLICT", { text: message, fields: { name: message } });
  }
}

async function add(
  context: Context,
  jobs: PlanJobs,
  { name, settings, keys }: ParsedInputOf<"destinations.add">,
): Promise<BackupDestination> {
  checkGiven(context, settings, keys);
  const { dataDir, keychain } = context.options;
  const marker = settings.kind === "folder" ? await prepareFolder(settings.path, dataDir) : null;
  await jobs.run("destination.probe", { settings, marker, keys }, context.call);
  const row: DestinationRow = {
    id: newId(DestinationId, context.now),
    name,
    settings: JSON.stringify(settings),
    marker,
    enabled: 1,
    created_at: context.now,
    last_success_at: null,
    last_error: null,
  };
  if (keys) await keepAccessKeys(keychain, row.id, keys);
  try {
    await change(context, async ({ tx, note }) => {
      await requireFreeName(tx, name);
      await insertDestination(tx, row);
      note(event("backup.destination_add", row, settings));
    });
  } catch (thrown) {
    if (keys) await forgetAccessKeys(keychain, row.id);
    throw thrown;
  }
  return toDestination(row);
}

type Change = Partial<Pick<DestinationRow, "name" | "enabled" | "last_error">>;

async function alter(
  context: Context,
  jobs: PlanJobs,
  { id, name, enabled, keys }: ParsedInputOf<"destinations.change">,
): Promise<BackupDestination> {
  const row = await requireDestination(context, id);
  const settings = settingsOf(row);
  if (keys) {
    await jobs.run("destination.probe", { settings, marker: row.marker, keys }, context.call);
    await keepAccessKeys(context.options.keychain, id, keys);
  }
  const given: Change = {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
    ...(keys ? { last_error: null } : {}),
  };
  await change(context, async ({ tx, note }) => {
    if (name !== undefined) await requireFreeName(tx, name, id);
    if (Object.keys(given).length > 0) await updateDestination(tx, id, given);
    note({
      ...event("backup.destination_change", { ...row, ...given }, settings),
      details: { newKeys: keys !== undefined, enabled: (given.enabled ?? row.enabled) === 1 },
    });
  });
  return toDestination({ ...row, ...given });
}

async function remove(context: Context, { id }: ParsedInputOf<"destinations.remove">): Promise<Record<string, never>> {
  const row = await requireDestination(context, id);
  const settings = settingsOf(row);
  await change(context, async ({ tx, note }) => {
    await deleteDestination(tx, id);
    note(event("backup.destination_remove", row, settings));
  });
  if (settings.kind === "s3") await forgetAccessKeys(context.options.keychain, id);
  return {};
}

async function check(
  context: Context,
  jobs: PlanJobs,
  { id }: ParsedInputOf<"destinations.check">,
): Promise<BackupDestination> {
  const row = await requireDestination(context, id);
  let problem: string | null = null;
  try {
    await jobs.run("destination.probe", await placeOf(context.options.keychain, row), context.call);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "CANCELLED" || error.code === "BUSY") throw error;
    problem = toStored(error.text);
  }
  await unaudited(opened(context).store, "backup copies", (tx) => updateDestination(tx, id, { last_error: problem }));
  return toDestination({ ...row, last_error: problem });
}

/** Newest first, by the time in the name. */
async function listAt(context: Context, jobs: PlanJobs, place: Place): Promise<{ rows: StoredBackup[] }> {
  const files = await jobs.run("destination.list", place, context.call);
  const names = files.map(({ name }) => name);
  const db = context.live.store?.db;
  const known = db && context.session ? await knownBackupNames(db, names) : new Set<string>();
  const rows = files.map((file) => ({ ...file, known: known.has(file.name) }));
  return { rows: rows.toSorted((a, b) => b.changedAt - a.changedAt || (a.name < b.name ? 1 : -1)) };
}

async function browse(
  context: Context,
  jobs: PlanJobs,
  { settings, keys }: ParsedInputOf<"destinations.browse">,
): Promise<OutputOf<"destinations.browse">> {
  checkGiven(context, settings, keys);
  return listAt(context, jobs, { settings, marker: null, keys });
}

export const destinationHandlers = (jobs: PlanJobs): HandlersOf<"destinations"> => ({
  list: async (context) => ({ rows: (await listDestinations(opened(context).store.db)).map(toDestination) }),
  add: (context, input) => add(context, jobs, input),
  change: (context, input) => alter(context, jobs, input),
  remove,
  check: (context, input) => check(context, jobs, input),
  contents: async (context, { id }) =>
    listAt(context, jobs, await placeOf(context.options.keychain, await requireDestination(context, id))),
  browse: (context, input) => browse(context, jobs, input),
});
