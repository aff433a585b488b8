import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { requireGranted } from "../files/grants.ts";
import type { HandlersOf } from "../handlers.ts";
import type { LiveStore } from "../live.ts";
import { createBackup } from "./create.ts";
import type { BackupJobs } from "./deps.ts";
import { restoreBackup } from "./restore.ts";
import { verifyBackup } from "./verify.ts";

interface Deps {
  jobs: BackupJobs;
  /** Opens the vault of the store that is live now, by this computer's keychain. */
  openVault: (live: LiveStore) => Promise<void>;
}

async function create(
  context: Context,
  { jobs }: Deps,
  input: ParsedInputOf<"backup.create">,
): Promise<OutputOf<"backup.create">> {
  requireGranted(context, input.file);
  const { store, keys } = opened(context);
  const { clock, dataDir } = context.options;
  const dataKey = keys.exportDataKey();
  try {
    const report = await createBackup({ jobs, clock, dataDir, dataKey }, input, context.call);
    await store.write((tx) =>
      appendAudit(tx, keys, clock.now(), {
        actor: actorOf(context),
        action: "backup.create",
        details: { size: report.size, users: report.counts.users, tokens: report.counts.tokens },
      }),
    );
    return report;
  } finally {
    dataKey.fill(0);
  }
}

async function verify(
  context: Context,
  { jobs }: Deps,
  input: ParsedInputOf<"backup.verify">,
): Promise<OutputOf<"backup.verify">> {
  requireGranted(context, input.file);
  return verifyBackup({ jobs, dataDir: context.options.dataDir }, input, context.call);
}

async function restore(
  context: Context,
  { jobs, openVault }: Deps,
  input: ParsedInputOf<"backup.restore">,
): Promise<OutputOf<"backup.restore">> {
  requireGranted(context, input.file);
  const { live, options } = context;
  const { clock, dataDir, keychain, logger } = options;
  if (!live.lock) throw live.problem ?? new AppError("STORE_UNAVAILABLE");
  const reopen = async (): Promise<void> => {
    live.open();
    await openVault(live);
    live.changed();
    // The restore then takes the store away again and brings the old one back.
    if (live.problem) throw live.problem;
  };
  const deps = {
    jobs,
    clock,
    dataDir,
    keychain,
    logger,
    lock: live.lock,
    actor: context.session ? actorOf(context) : null,
  };
  const report = await restoreBackup({ ...deps, closeLive: () => live.close(), reopen }, input, context.call);
  context.caller.session.set(null);
  return report;
}

export const backupHandlers = (deps: Deps): HandlersOf<"backup"> => ({
  create: (context, input) => create(context, deps, input),
  verify: (context, input) => verify(context, deps, input),
  restore: (context, input) => restore(context, deps, input),
});
