import { procedures } from "#shared/contract/index.ts";
import { existsSync } from "node:fs";
import type { KeychainState } from "#shared/contract/system.ts";
import { AppError } from "#shared/errors.ts";
import { findSession, lookAtSession } from "./administrators/access/current-session.ts";
import { keepCounting, startCounting } from "./administrators/access/count-on.ts";
import { accessHandlers } from "./administrators/access/handlers.ts";
import { beginWindow, leaveWindow } from "./administrators/access/window-session.ts";
import { accountHandlers } from "./administrators/account/handlers.ts";
import { adminDescribers } from "./administrators/roster/describe.ts";
import { adminHandlers } from "./administrators/roster/handlers.ts";
import { approvalHandlers } from "./administrators/approvals/handlers.ts";
import { requireApproval } from "./administrators/approvals/require.ts";
import { requireStepUp } from "./administrators/access/step-up.ts";
import { signIfDue } from "./audit-log/export.ts";
import { followStreams } from "./audit-log/streams/follow.ts";
import { sendStreams } from "./audit-log/streams/send.ts";
import { auditHandlers, type VerifyRunner } from "./audit-log/handlers.ts";
import { isTailIntact } from "./audit/tail.ts";
import { keepingResult, verifyIfDue } from "./audit-log/whole.ts";
import { recipientDescribers } from "./backups/plan/describe.ts";
import { destinationHandlers } from "./backups/plan/destinations.ts";
import { backupPlanHandlers } from "./backups/plan/handlers.ts";
import { recipientHandlers } from "./backups/plan/recipients.ts";
import { runIfDue } from "./backups/plan/run.ts";
import { backupBefore } from "./backups/plan/safety.ts";
import { followSchedule } from "./backups/plan/schedule.ts";
import { archiveDescribers } from "./backups/archive/describe.ts";
import { archiveHandlers } from "./backups/archive/handlers.ts";
import { recoverSwitch } from "./backups/archive/switch.ts";
import { sweepLeftovers } from "./backups/archive/leftovers.ts";
import { type Context, opened } from "./call/context.ts";
import { toAppError } from "./base/errors/to-app-error.ts";
import { elsewhere } from "./backups/destinations/elsewhere.ts";
import { bulkHandlers } from "./directory/bulk.ts";
import { groupHandlers } from "./directory/groups.ts";
import { userHandlers } from "./directory/handlers.ts";
import { filterHandlers } from "./directory/saved-filters.ts";
import { offerWritten } from "./formats/written.ts";
import { exchangeHandlers } from "./imports/handlers.ts";
import { seedHandlers } from "./imports/seeds/handlers.ts";
import { clipboardHandlers, fileHandlers } from "./files/handlers.ts";
import type { AllHandlers, Describers } from "./call/handlers.ts";
import { inventoryHandlers } from "./enrolment/hardware/handlers.ts";
import { InPersonDesk } from "./enrolment/in-person/desk.ts";
import { inPersonHandlers } from "./enrolment/in-person/handlers.ts";
import { createRouter } from "./call/router.ts";
import { freshThread, Jobs } from "./jobs/runner.ts";
import type { WorkerJobs } from "./worker-jobs.ts";
import { keychainState } from "./keychain/describe.ts";
import { letterHandlers } from "./enrolment/letters/handlers.ts";
import { LiveStore } from "./call/live.ts";
import { type Console, type ConsoleOptions, nobody } from "./base/ports.ts";
import { policyDescribers } from "./policy/describe.ts";
import { policyHandlers } from "./policy/handlers.ts";
import { getUser } from "./directory/user-detail.ts";
import { recoveryHandlers } from "./administrators/recovery/handlers.ts";
import { setupHandlers } from "./administrators/setup/handlers.ts";
import { holdIn } from "./store/open.ts";
import type { StoreLock } from "./store/store.ts";
import { privateFolder } from "./store/private.ts";
import { securePlace } from "./store/private.ts";
import { systemHandlers } from "./system/handlers.ts";
import { tokenHandlers, verificationHandlers } from "./twofactor/handlers.ts";
import { findDesk, newDesk } from "./call/desk.ts";
import { openByKeychain } from "./keys/open.ts";
import { targetDescribers, targetHandlers } from "./targets/handlers.ts";
import { vaultDescribers } from "./vault/describe.ts";
import { vaultHandlers } from "./vault/handlers.ts";

offerWritten(async () => (await import("./formats/registry.ts")).writtenFormat);

/** Asks once; a keychain that hangs must not slow down every status. */
function keychainProbe(options: ConsoleOptions): (context: Context) => Promise<KeychainState> {
  let answer: Promise<KeychainState> | undefined;
  return async ({ live }) => {
    if (live.boundToKeychain) return { state: "bound", reason: null };
    answer ??= keychainState(options.keychain, []);
    return answer;
  };
}

/** Before anything in the folder is followed or read. @throws AppError STORE_UNSAFE, PERMISSION_DENIED, IO_ERROR */
function secure({ dataDir, logger }: ConsoleOptions): void {
  try {
    if (!existsSync(dataDir)) privateFolder(dataDir);
    const wereOpen = securePlace(dataDir);
    if (wereOpen.length > 0)
      logger.warn("others could read or change files that are private now", {
        count: wereOpen.length,
        first: wereOpen[0],
      });
  } catch (thrown) {
    throw toAppError(thrown);
  }
}

/** If nothing can be written, the console is a desk of this run only. */
async function takeDesk(live: LiveStore, options: ConsoleOptions): Promise<void> {
  try {
    live.beAt(await findDesk(live.store, options));
  } catch (thrown) {
    options.logger.warn("which desk this is could not be written down", { cause: toAppError(thrown) });
  }
}

/** Cleans up a data folder that a killed process has left, and opens what is in it. */
async function openLive(options: ConsoleOptions): Promise<LiveStore> {
  const live = new LiveStore(options.dataDir, newDesk(options));
  let lock: StoreLock | null = null;
  try {
    secure(options);
    lock = await holdIn(options.dataDir);
    if (lock.exclusive) {
      await recoverSwitch(options.dataDir);
      for (const { name, reason } of await sweepLeftovers(options.dataDir)) {
        options.logger.warn("a leftover could not be removed", { name, reason });
      }
      await lock.downgrade();
    }
    live.hold(lock);
    await live.open();
    await takeDesk(live, options);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === "STORE_IN_USE") {
      lock?.release();
      throw thrown;
    }
    live.fail(thrown);
  }
  await openVault(live, options);
  return live;
}

async function openVault(live: LiveStore, options: ConsoleOptions): Promise<void> {
  if (!live.store || !(await live.row())) return;
  await startCounting(live, options);
  const { db } = live.store;
  const keys = await openByKeychain(db, options.keychain);
  if (!keys) return;
  live.setKeys(keys, true);
  if (!(await isTailIntact(db, keys))) options.logger.error("the end of the audit log is not intact");
}

/** What the actions that need a second administrator would do. */
const describers: Describers = {
  ...adminDescribers,
  ...policyDescribers,
  ...archiveDescribers,
  ...recipientDescribers,
  ...targetDescribers,
  ...vaultDescribers,
};

/** Of what the console does on nobody's behalf. */
function ownContext(live: LiveStore, options: ConsoleOptions, touches: Context["touches"] = []): Context {
  const own = { caller: nobody, call: {}, session: null, approved: null };
  return { options, live, ...own, now: options.clock.now(), touches, done: { changed: false } };
}

/** Makes the scheduled backup, and the due verification and signature of the audit log. */
async function lookAtSchedule(live: LiveStore, options: ConsoleOptions, jobs: Jobs<WorkerJobs>): Promise<void> {
  const { touches } = procedures["backupPlan.run"];
  const context = ownContext(live, options, touches);
  const run = await runIfDue(context, jobs);
  if (run) live.touched(touches, null);
  await verifyIfDue(context, auditVerifier(jobs));
  await signIfDue(context, { jobs });
  await keepCounting(live, options);
}

/** Verifies the whole audit log in a separate thread. */
const auditVerifier = (jobs: Jobs<WorkerJobs>): VerifyRunner =>
  keepingResult((context) => {
    const { store, keys } = opened(context);
    return jobs.run("audit.verify", { store: store.address, dataKey: keys.exportDataKey() }, context.call);
  });

function allHandlers(options: ConsoleOptions, jobs: Jobs<WorkerJobs>, desk: InPersonDesk): AllHandlers {
  const keychain = keychainProbe(options);
  return {
    system: systemHandlers(keychain, (dataDir, depth, now) => jobs.run("store.inspect", { dataDir, depth, now })),
    setup: setupHandlers,
    vault: vaultHandlers({ jobs, keychain }),
    access: accessHandlers,
    recovery: recoveryHandlers,
    account: accountHandlers,
    admins: adminHandlers,
    approvals: approvalHandlers(describers),
    users: { ...userHandlers, get: getUser },
    groups: groupHandlers,
    filters: filterHandlers,
    bulk: bulkHandlers(jobs),
    imports: exchangeHandlers({ jobs }),
    seeds: seedHandlers({ jobs }),
    inPerson: inPersonHandlers(desk),
    policies: policyHandlers,
    targets: targetHandlers({ jobs }),
    tokens: tokenHandlers,
    inventory: inventoryHandlers,
    letters: letterHandlers({ jobs }),
    verification: verificationHandlers,
    audit: auditHandlers(auditVerifier(jobs), { jobs }),
    archive: archiveHandlers({ jobs, openVault: (live) => openVault(live, options), backupBefore: backupBefore(jobs) }),
    backupPlan: backupPlanHandlers(jobs),
    recipients: recipientHandlers,
    destinations: destinationHandlers(jobs),
    files: fileHandlers,
    clipboard: clipboardHandlers,
  };
}

/** How long a terminal waits for the places to which the audit log is sent, in milliseconds. */
const lastPatience = 5000;

/** What a terminal has added to the audit log is sent on at its end, if the keys are there. It fails silently: it waits. */
async function lastSending(live: LiveStore, send: (signal: AbortSignal) => Promise<void>): Promise<void> {
  if (!live.keys) return;
  await send(AbortSignal.timeout(lastPatience)).catch(() => undefined);
}

const inPersonDesk = (live: LiveStore, options: ConsoleOptions): InPersonDesk =>
  new InPersonDesk(options.userSide ?? null, (caller, now) => lookAtSession({ live, options, caller }, now));

/** What is written down before the store is closed. */
async function leave(live: LiveStore, options: ConsoleOptions): Promise<void> {
  await keepCounting(live, options);
  await leaveWindow(live, options);
}

/**
 * Opens the console on a data folder.
 *
 * @throws AppError STORE_IN_USE while another process restores into this folder
 */
export async function openConsole(options: ConsoleOptions): Promise<Console> {
  const live = await openLive(options);
  await beginWindow(live, options).catch((cause: unknown) => {
    options.logger.warn("sessions of an earlier window could not be ended", { cause });
  });
  const jobs = new Jobs<WorkerJobs>(options.startThread ?? freshThread(options.workerUrl), elsewhere);
  const desk = inPersonDesk(live, options);
  const handlers = allHandlers(options, jobs, desk);
  const route = createRouter({
    options,
    live,
    handlers,
    findSession: (caller, now) => findSession({ live, options, caller }, now),
    requireStepUp,
    backupBefore: backupBefore(jobs),
    requireApproval: (context, name, input) => requireApproval(context, describers, name, input),
  });
  const running = new Set<Promise<unknown>>();
  const endSchedule = options.background
    ? followSchedule(live, options.logger, () => lookAtSchedule(live, options, jobs))
    : () => undefined;
  const send = (signal: AbortSignal): Promise<void> => sendStreams(ownContext(live, options), signal);
  const endStreams = options.background ? followStreams(live, options.logger, send) : () => lastSending(live, send);
  return {
    async call(procedure, input, caller, call) {
      const reply = route(procedure, input, caller, call);
      running.add(reply);
      try {
        return await reply;
      } finally {
        running.delete(reply);
      }
    },
    onStatusChange: (listener) => live.onChange(listener),
    onTouch: (listener) => live.onTouch(listener),
    async close() {
      endSchedule();
      await endStreams();
      await desk.end();
      await jobs.close();
      await Promise.allSettled(running);
      try {
        await leave(live, options);
      } finally {
        await live.close();
        live.release();
      }
    },
  };
}
