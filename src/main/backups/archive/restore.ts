import { mkdir, rm } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { RestoreReport } from "#shared/contract/archive.ts";
import { v7 } from "uuid";
import { AppError, type ErrorDetails } from "#shared/errors.ts";
import { RestoreId } from "#shared/model/ids.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { changeWith } from "../../call/change.ts";
import type { CallOptions } from "../../base/ports.ts";
import { readConsole } from "../../store/console/console.ts";
import type { Db } from "../../store/store.ts";
import { addressOf, openAt } from "../../store/open.ts";
import type { VaultSlotRow } from "../../store/migrations/schema.ts";
import type { RestoreRow } from "../../store/migrations/backup-schema.ts";
import { insertRestore } from "../../store/backups/restores.ts";
import { deleteOneTimeGrants, deleteSessions } from "../../store/backups/contents.ts";
import { newId } from "../../base/ids.ts";
import { deleteDesks, listDesks } from "../../store/console/desks.ts";
import { deleteSlots, insertSlot, listSlots } from "../../store/console/vault-slots.ts";
import { Keys } from "../../keys/keys.ts";
import { bindKeychain, type KeychainBinding, prepareKeychainSlot } from "../../keys/open.ts";
import { opensWithPassword, passphraseSlot, takesPassphrase } from "../../keys/slots.ts";
import type { Opening } from "./age.ts";
import { asBuffer } from "./bytes.ts";
import type { Carried, CarryInput } from "./carry-over.ts";
import type { ArchiveJobs, RestoreDeps } from "./deps.ts";
import { syncFile, syncFolder } from "../../files/durable.ts";
import { databaseName } from "./format.ts";
import type { StagedStore } from "./stage-backup.ts";
import { switchStore } from "./switch.ts";
import type { VerifyRequest } from "./verify.ts";
import { stagingFolder } from "./leftovers.ts";

export interface RestoreRequest extends VerifyRequest {
  /** The backup's name in the audit log, if it is not its file's name. */
  name?: string;
  /** Why an owner wants the backup's state unchanged; undefined: what was revoked since is carried over. */
  declined?: string | undefined;
}

interface Adoption {
  carried: Carried;
  declined: string | undefined;

  keys: Keys;
  /** UTC milliseconds. */
  at: number;
  file: string;
  /** Null if no keychain answers. */
  binding: KeychainBinding | null;
  /** What opened the backup; whoever has it has the data key already. */
  opening: Opening;
}

/** What a person types later: a passphrase, or the one line of an identity, whatever was around it. */
function secretOf(opening: Opening): string {
  if ("passphrase" in opening) return opening.passphrase;
  return /AGE-SECRET-KEY-[0-9A-Z-]+/iu.exec(opening.identity)?.[0].toUpperCase() ?? opening.identity;
}

type OpensWith = RestoreReport["opensWith"];

/**
 * If no keychain answers and the store has no passphrase, only the recovery key would open it. What opened the backup
 * then opens the store too.
 */
async function fallbackSlot(db: Db, how: Adoption): Promise<{ opensWith: OpensWith; slot: VaultSlotRow | null }> {
  if (how.binding) return { opensWith: "keychain", slot: null };
  const own = (await listSlots(db)).filter(takesPassphrase);
  if (own.some(opensWithPassword)) return { opensWith: "password", slot: null };
  if (own.length > 0) return { opensWith: "passphrase", slot: null };
  const dataKey = how.keys.exportDataKey();
  const slot = await passphraseSlot(v7({ msecs: how.at }), "passphrase", secretOf(how.opening), dataKey);
  dataKey.fill(0);
  const opensWith = "passphrase" in how.opening ? "backup passphrase" : "recovery identity";
  return { opensWith, slot: { ...slot, created_at: how.at } };
}

/** What the restored store records about it. */
function rowOf(staged: StagedStore, { at, file, carried, declined }: Adoption): RestoreRow {
  const { carryOver, counts, tasks } = carried;
  return {
    id: newId(RestoreId, at),
    at,
    backup_name: basename(file),
    backup_at: staged.createdAt,
    carry_over: carryOver,
    reason: declined ?? null,
    counts: JSON.stringify(counts),
    audit_broken_at: staged.faults.auditBrokenAt,
    tasks: JSON.stringify(tasks),
    settled_at: tasks.length === 0 ? at : null,
  };
}

/** For the audit log. */
function carriedDetails({ faults }: StagedStore, { carried, declined }: Adoption): ErrorDetails {
  return {
    carryOver: carried.carryOver,
    ...(declined === undefined ? {} : { reason: declined }),
    ...Object.fromEntries(carried.counts.map(({ kind, count }) => [kind, count])),
    ...(faults.auditBrokenAt === null ? {} : { auditBrokenAt: faults.auditBrokenAt }),
    ...(faults.unopenedSeeds.count === 0 ? {} : { unopenedSeeds: faults.unopenedSeeds.count }),
  };
}

/** Makes the staged store this desk's alone: no sessions, a slot for this desk, and an event that says so. */
async function adopt(deps: RestoreDeps, folder: string, staged: StagedStore, how: Adoption): Promise<OpensWith> {
  const database = join(folder, databaseName);
  const store = await openAt(addressOf(database));
  try {
    // If a passphrase is required at each start, no keychain may open the store.
    const atStart = (await readConsole(store.db))?.passphrase_at_start === 1;
    const binding = atStart ? null : how.binding;
    const { opensWith, slot } = await fallbackSlot(store.db, { ...how, binding });
    const replaced = await deps.presentHead();
    const restored = rowOf(staged, how);
    const otherDesks = (await listDesks(store.db)).filter(({ id }) => id !== deps.desk.id).length;
    const author = { store, keys: how.keys, actor: deps.actor, at: how.at };
    await changeWith(author, async ({ tx, note }) => {
      await deleteSessions(tx);
      await deleteOneTimeGrants(tx);
      await insertRestore(tx, restored);
      // Which desks may open the store by themselves was decided for the store that it was. They bind themselves again.
      await deleteDesks(tx);
      await deleteSlots(tx, "keychain");
      if (binding) await bindKeychain(tx, binding);
      if (slot) await insertSlot(tx, slot);
      note({
        action: "backup.restore",
        target: { id: null, name: basename(how.file) },
        details: {
          backupCreatedAt: staged.createdAt,
          opensWith,
          ...(otherDesks === 0 ? {} : { desksEnded: otherDesks }),
          // Both ends: which chain continues here, and which one ends.
          backupEvents: staged.audit.seq,
          backupHead: Buffer.from(staged.audit.mac, "base64").toString("hex"),
          ...carriedDetails(staged, how),
          ...(replaced ? { replacedEvents: replaced.seq, replacedHead: replaced.mac.toString("hex") } : {}),
        },
      });
    });
    if (atStart) await undoBinding(deps, how.binding);
    return opensWith;
  } finally {
    await store.close();
    await syncFile(database);
    await syncFolder(folder);
  }
}

/** Opens the old store again after a failure, whose own error is thrown on. */
async function reopenOld(deps: RestoreDeps): Promise<void> {
  try {
    await deps.reopen();
  } catch (thrown) {
    deps.logger.error("the store could not be opened again after a failed restore", { error: thrown });
  }
}

/** Carries over what was revoked, used or advanced since. Writing to the current store is blocked by now. */
async function carry(
  deps: RestoreDeps,
  run: ArchiveJobs["run"],
  staging: string,
  { keys, at, declined }: Omit<Adoption, "carried">,
  options: CallOptions,
): Promise<Carried> {
  const present = deps.present();
  const input: CarryInput = {
    staged: join(staging, databaseName),
    dataKey: keys.exportDataKey(),
    present: present?.store ?? null,
    presentKey: present?.dataKey ?? null,
    decline: declined !== undefined,
    at,
  };
  // The job takes the keys with it; a refused one leaves them here.
  return run("archive.carryOver", input, options).finally(() => {
    input.dataKey.fill(0);
    input.presentKey?.fill(0);
  });
}

/** Everything that happens while writing is blocked. */
async function takePlace(
  deps: RestoreDeps,
  run: ArchiveJobs["run"],
  staging: string,
  staged: StagedStore,
  how: Omit<Adoption, "carried">,
  options: CallOptions,
): Promise<Pick<RestoreReport, "keptAside" | "opensWith" | "carryOver" | "since" | "tasks">> {
  const thaw = deps.freeze();
  try {
    const carried = await carry(deps, run, staging, how, options);
    const opensWith = await adopt(deps, staging, staged, { ...how, carried });
    const keptAside = await exchange(deps, staging, how.at, options);
    const { carryOver, counts, tasks } = carried;
    return { keptAside, opensWith, carryOver, since: counts, tasks };
  } finally {
    thaw();
  }
}

/** @returns the folder in which the old store is kept */
async function exchange(deps: RestoreDeps, staged: string, at: number, options: CallOptions): Promise<string | null> {
  if (options.signal?.aborted) throw new AppError("CANCELLED");
  options.onProgress?.({ phase: "switch", done: 0, total: null });
  try {
    await deps.closeLive();
    const switched = await switchStore(deps.dataDir, staged, at);
    try {
      await deps.reopen();
      return switched.keptAside;
    } catch (thrown) {
      await switched.undo();
      throw thrown;
    }
  } catch (thrown) {
    await reopenOld(deps);
    throw toAppError(thrown);
  }
}

async function undoBinding(deps: RestoreDeps, binding: KeychainBinding | null): Promise<void> {
  try {
    await binding?.undo();
  } catch (thrown) {
    deps.logger.warn("a key of a failed restore stays in the keychain", { error: thrown });
  }
}

async function restoreInto(
  deps: RestoreDeps,
  staging: string,
  request: RestoreRequest,
  options: CallOptions,
): Promise<RestoreReport> {
  const file = resolve(request.file);
  const staged = await deps.jobs.run("archive.stage", { file, opening: request.opening, folder: staging }, options);
  const keys = new Keys(asBuffer(staged.dataKey));
  staged.dataKey.fill(0);
  try {
    const at = deps.clock.now();
    // In the keychain before any store refers to it.
    const binding = await prepareKeychainSlot(deps.keychain, deps.desk, staged.storeId, keys, at);
    try {
      const { opening, declined } = request;
      const how = { keys, at, file: request.name ?? file, binding, opening, declined };
      const taken = await deps.jobs.exclusively((run) => takePlace(deps, run, staging, staged, how, options));
      const { size, createdAt, organisation, counts, faults } = staged;
      return { file, size, createdAt, organisation, counts, faults, ...taken };
    } catch (thrown) {
      await undoBinding(deps, binding);
      throw thrown;
    }
  } finally {
    keys.wipe();
  }
}

/**
 * Verifies a backup, carries over what was revoked, used or advanced since it was made, then puts its store in the
 * place of the current one, which is kept aside. Everything but the switch happens to a copy. This process has the data
 * folder to itself meanwhile. Can be cancelled until the switch begins. After any failure the old store stays, or comes
 * back, unchanged.
 *
 * @throws AppError STORE_IN_USE if another process has the store open, STORE_REPLACED
 * @throws AppError BACKUP_UNREADABLE, BACKUP_PASSPHRASE_WRONG, BACKUP_DAMAGED, BACKUP_NEWER
 * @throws AppError FILE_NOT_FOUND, PERMISSION_DENIED, DISK_FULL, IO_ERROR, BUSY, CANCELLED
 */
export async function restoreBackup(
  deps: RestoreDeps,
  request: RestoreRequest,
  options: CallOptions = {},
): Promise<RestoreReport> {
  // Another part of this process has exclusive use: it has to release the lock.
  if (deps.lock.exclusive) throw new AppError("BUSY");
  await deps.lock.upgrade();
  const staging = stagingFolder(deps.dataDir);
  try {
    await mkdir(staging, { mode: 0o700 });
    return await restoreInto(deps, staging, request, options);
  } catch (thrown) {
    throw toAppError(thrown);
  } finally {
    await rm(staging, { recursive: true, force: true, maxRetries: 3 });
    await deps.lock.downgrade();
  }
}
