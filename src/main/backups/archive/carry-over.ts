import { AppError } from "#shared/errors.ts";
import { type CarryOver, RestoreTask, type Since, type SinceKind } from "#shared/model/restores.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import type { JobContext } from "../../jobs/job.ts";
import { type SettingsSince, settingsSince } from "./settings-since.ts";
import { openStaged, openStagedBeside, type Reseal, type StagedBeside, type Watch } from "../../store/staged.ts";
import type { StoreAddress } from "../../store/store.ts";
import { type Keys, seedPlace, withKeys } from "../../keys/keys.ts";

export interface CarryInput {
  /** The backup's store, which nobody else has open. */
  staged: string;
  dataKey: Uint8Array;
  /** The current store; null if there is none that can be read. */
  present: StoreAddress | null;
  presentKey: Uint8Array | null;
  /** Whether an owner wants the backup's state unchanged. */
  decline: boolean;
  /** UTC milliseconds. */
  at: number;
}

export interface Carried {
  carryOver: CarryOver;
  /** What was carried over or left out; empty if nothing could be read. */
  counts: Since["counts"];
  tasks: RestoreTask[];
}

export const watchOf = ({ signal, onProgress }: JobContext): Watch => ({
  signal,
  onRows: (done, total) => onProgress({ phase: "compare", done, total }),
});

/** What an owner who has declined must review. */
const taskFor: Partial<Record<SinceKind, RestoreTask>> = {
  authenticatorsRevoked: "revocations",
  authenticatorsDisabled: "revocations",
  peopleDisabled: "revocations",
  peopleDeleted: "revocations",
  devicesLost: "revocations",
  countersAdvanced: "counters",
  backupCodesUsed: "backupCodes",
  backupCodesVoided: "backupCodes",
  lettersVoided: "letters",
  administratorsEnded: "administrators",
  administratorsChanged: "administrators",
  enrolmentsFinished: "letters",
  settingsStricter: "settings",
  recipientsRemoved: "backupKeys",
  placesRemoved: "backupKeys",
  waysInChanged: "keys",
};

function tasksOf(since: Since, declined: boolean, ownersStay: boolean): RestoreTask[] {
  const tasks = new Set<RestoreTask | undefined>(declined ? since.counts.map(({ kind }) => taskFor[kind]) : []);
  if (!since.sameKey) tasks.add("administrators").add("keys");
  if (ownersStay) tasks.add("administrators");
  return RestoreTask.options.filter((task) => tasks.has(task));
}

/** What an owner made stricter, beside what the rules have found. */
const withSettings = (since: Since, { rows }: SettingsSince): Since => ({
  ...since,
  counts: [...since.counts, ...(rows.length === 0 ? [] : [{ kind: "settingsStricter" as const, count: rows.length }])],
  rows: [...since.rows, ...rows],
});

/** Seeds of the present store under the backup's data key. One whose seal is broken must not keep the others from it. */
const resealing =
  (keys: { backup: Keys; present: Keys }): Reseal =>
  (table, id, box) => {
    let seed: Buffer;
    try {
      seed = keys.present.unseal(seedPlace(table, id), box);
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === "SEAL_BROKEN") return null;
      throw thrown;
    }
    try {
      return keys.backup.seal(seedPlace(table, id), seed);
    } finally {
      seed.fill(0);
    }
  };

async function fromPresent(
  both: StagedBeside,
  { decline, at }: CarryInput,
  keys: { backup: Keys; present: Keys },
  watch: Watch,
): Promise<Carried> {
  const sameKey = keys.backup.id.equals(keys.present.id);
  return both.change(async () => {
    const settings = settingsSince(both);
    const since = withSettings(await both.compare(sameKey, watch), settings);
    if (decline) {
      await both.useUpSteps(at, watch);
      return { carryOver: "declined", counts: since.counts, tasks: tasksOf(since, true, false) };
    }
    const { ownersStay } = await both.carryOver({ at, sameKey, reseal: resealing(keys) }, watch);
    settings.carry(at);
    return { carryOver: "carried", counts: since.counts, tasks: tasksOf(since, false, ownersStay) };
  });
}

async function withoutPresent({ staged, at }: CarryInput, watch: Watch): Promise<Carried> {
  const copy = await openStaged(staged);
  try {
    return await copy.change(async () => {
      await copy.useUpSteps(at, watch);
      return { carryOver: "unread", counts: [], tasks: copy.possibleTasks() };
    });
  } finally {
    copy.close();
  }
}

/** @returns null if the current store cannot be read after all: that is why the backup is being restored */
async function tryPresent(input: CarryInput, backup: Keys, watch: Watch): Promise<Carried | null> {
  const { present, presentKey } = input;
  if (present === null || presentKey === null) return null;
  return withKeys(presentKey, async (keys) => {
    let both: StagedBeside | null = null;
    try {
      both = await openStagedBeside(input.staged, present);
      return both && (await fromPresent(both, input, { backup, present: keys }, watch));
    } catch (thrown) {
      watch.signal.throwIfAborted();
      if (!unreadable.has(toAppError(thrown).code)) throw thrown;
      return null;
    } finally {
      both?.close();
    }
  });
}

const unreadable = new Set<string>(["STORE_DAMAGED", "STORE_UNAVAILABLE", "STORE_READ_ONLY", "IO_ERROR"]);

/**
 * Carries what was revoked, used or advanced since the backup was made over to its store, before that store replaces
 * the current one: of each row the safer of its two states. Only the staged copy is changed, in one transaction. For a
 * worker.
 *
 * @throws AppError CANCELLED, DISK_FULL, IO_ERROR, BUSY
 */
export async function carryOverJob(input: CarryInput, context: JobContext): Promise<Carried> {
  const watch = watchOf(context);
  return withKeys(input.dataKey, async (keys) => {
    return (await tryPresent(input, keys, watch)) ?? (await withoutPresent(input, watch));
  });
}

/** What restoring the tested copy would undo; null if the current store belongs to another console. */
export async function sinceBackup(
  database: string,
  present: { store: StoreAddress; keyId: string },
  keys: Keys,
  context: JobContext,
): Promise<Since | null> {
  const both = await openStagedBeside(database, present.store);
  if (!both) return null;
  try {
    const since = await both.compare(keys.id.toString("hex") === present.keyId, watchOf(context));
    return withSettings(since, settingsSince(both));
  } finally {
    both.close();
  }
}
