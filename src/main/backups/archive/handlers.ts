import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { text } from "#shared/texts/text.ts";
import type { DestinationJobs } from "../destinations/deps.ts";
import { change } from "../../call/change.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import { requireGranted } from "../../files/grants.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import type { LiveStore } from "../../call/live.ts";
import { listRecipients } from "../../store/backups/backup-recipients.ts";
import { readConsole } from "../../store/console/console.ts";
import type { Db, StoreAddress } from "../../store/store.ts";
import { countRecords } from "../../store/backups/contents.ts";
import type { Protection } from "./age.ts";
import { createBackup, reportOf } from "./create.ts";
import type { ArchiveJobs } from "./deps.ts";
import { openingOf } from "./opening.ts";
import { restoreBackup } from "./restore.ts";
import { restoreUsers } from "./restore-users.ts";
import { restored, settleRestored } from "./restored.ts";
import { withBackupFile } from "./source.ts";
import { verifyBackup } from "./verify.ts";

export interface BackupDeps {
  jobs: ArchiveJobs & DestinationJobs;
  /** Opens the vault of the store that is live now, by this computer's keychain. */
  openVault: (live: LiveStore) => Promise<void>;
  /** Makes a backup of the store that is about to be replaced, if the plan asks for it. */
  backupBefore: (context: Context, trigger: "restore") => Promise<void>;
}

/** @throws AppError BACKUP_UNCONFIGURED if there is no recipient to encrypt it for */
async function protectionOf(db: Db, passphrase: string | undefined, workFactor?: number): Promise<Protection> {
  if (passphrase !== undefined) return { passphrase, workFactor };
  const recipients = (await listRecipients(db)).map(({ recipient }) => recipient);
  if (recipients.length > 0) return { recipients };
  throw new AppError("BACKUP_UNCONFIGURED", {
    text: text("backups.noKeyYet"),
  });
}

async function create(
  context: Context,
  { jobs }: BackupDeps,
  input: ParsedInputOf<"archive.create">,
): Promise<OutputOf<"archive.create">> {
  requireGranted(context, input.file);
  const { store, keys } = opened(context);
  const { clock, dataDir, passphraseWork } = context.options;
  const protection = await protectionOf(store.db, input.passphrase, passphraseWork);
  const dataKey = keys.exportDataKey();
  try {
    const request = { file: input.file, overwrite: input.overwrite, protection };
    const made = await createBackup({ jobs, clock, dataDir, dataKey }, request, context.call);
    await change({ ...context, now: clock.now() }, async ({ note }) =>
      note({
        action: "backup.create",
        details: {
          size: made.size,
          users: made.counts.users,
          tokens: made.counts.tokens,
          ...(made.faults.auditBrokenAt === null ? {} : { auditBrokenAt: made.faults.auditBrokenAt }),
          ...(made.faults.unopenedSeeds.count === 0 ? {} : { unopenedSeeds: made.faults.unopenedSeeds.count }),
        },
      }),
    );
    return reportOf(made);
  } finally {
    dataKey.fill(0);
  }
}

/** A backup at a location is named as it is there. */
const shownName = ({ file, stored }: ParsedInputOf<"archive.verify">): string => file ?? stored?.name ?? "";

async function prove(
  context: Context,
  { jobs }: BackupDeps,
  input: ParsedInputOf<"archive.verify">,
  present?: { store: StoreAddress; keyId: string },
) {
  const opening = await openingOf(context, input);
  const { dataDir } = context.options;
  const proof = await withBackupFile(context, jobs, input, (file) =>
    verifyBackup({ jobs, dataDir }, { file, opening, present }, context.call),
  );
  return { ...proof, file: input.file === undefined ? shownName(input) : proof.file };
}

async function verify(
  context: Context,
  deps: BackupDeps,
  input: ParsedInputOf<"archive.verify">,
): Promise<OutputOf<"archive.verify">> {
  const { storeId: _, since: __, ...report } = await prove(context, deps, input);
  return report;
}

/** The current store is examined only for administrators who are signed in to it. */
async function preview(
  context: Context,
  deps: BackupDeps,
  input: ParsedInputOf<"archive.preview">,
): Promise<OutputOf<"archive.preview">> {
  if (!context.session) {
    const { storeId: _, since: __, ...report } = await prove(context, deps, input);
    return { ...report, now: null, sameStore: null, since: null };
  }
  const { store, keys } = opened(context);
  const { storeId, ...report } = await prove(context, deps, input, {
    store: store.address,
    keyId: keys.id.toString("hex"),
  });
  const row = await readConsole(store.db);
  return { ...report, now: await countRecords(store.db), sameStore: row?.store_id === storeId };
}

async function restore(
  context: Context,
  { jobs, openVault, backupBefore }: BackupDeps,
  input: ParsedInputOf<"archive.restore">,
): Promise<OutputOf<"archive.restore">> {
  const { live, options } = context;
  const { clock, dataDir, keychain, logger } = options;
  if (!live.lock) throw live.problem ?? new AppError("STORE_UNAVAILABLE");
  const reopen = async (): Promise<void> => {
    await live.open();
    await openVault(live);
    // Also if it is the old store again.
    context.done.changed = true;
    // The restore then removes the new store and returns to the old one.
    if (live.problem) throw live.problem;
  };
  const deps = {
    jobs,
    clock,
    dataDir,
    keychain,
    desk: live.desk,
    logger,
    lock: live.lock,
    actor: context.session ? actorOf(context) : null,
    present: () => {
      const { store, keys } = live;
      return context.session && store && keys ? { store: store.address, dataKey: keys.exportDataKey() } : null;
    },
    freeze: () => live.store?.freeze() ?? (() => undefined),
    presentHead: async () => {
      const row = await live.row();
      return row ? { seq: row.audit_seq, mac: row.audit_mac } : null;
    },
  };
  const opening = await openingOf(context, input);
  const report = await withBackupFile(context, jobs, input, async (file) => {
    if (context.session) await backupBefore(context, "restore");
    const request = { file, opening, name: shownName(input), declined: input.declineCarryOver?.reason };
    return restoreBackup({ ...deps, closeLive: () => live.close(), reopen }, request, context.call);
  });
  context.caller.session.set(null);
  return { ...report, file: input.file === undefined ? shownName(input) : report.file };
}

export const archiveHandlers = (deps: BackupDeps): HandlersOf<"archive"> => ({
  create: (context, input) => create(context, deps, input),
  verify: (context, input) => verify(context, deps, input),
  preview: (context, input) => preview(context, deps, input),
  restore: (context, input) => restore(context, deps, input),
  restoreUsers: (context, input) => restoreUsers(context, deps.jobs, input),
  restored,
  settleRestored: (context, input) => settleRestored(context, deps.jobs, input),
});
