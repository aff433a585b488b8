import { AuditStreamSettings } from "#shared/contract/audit.ts";
import { AppError } from "#shared/errors.ts";
import { toStored } from "#shared/texts/stored.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { unaudited } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { withLease } from "../../call/lease.ts";
import { requireOutside } from "../../files/outside.ts";
import { readAuditChain } from "../../store/console/audit-events.ts";
import { listAuditStreams, noteSent } from "../../store/console/audit-streams.ts";
import type { AuditStreamRow } from "../../store/migrations/audit-schema.ts";
import type { AuditRow } from "../../store/migrations/schema.ts";
import { appendToFile } from "./json-file.ts";
import { sendToSyslog } from "./syslog.ts";

/** Events that are sent together. */
const sentAtOnce = 500;

/** @throws AppError DESTINATION_UNREACHABLE, DISK_FULL, PERMISSION_DENIED, FILE_NOT_FOUND, IO_ERROR, CANCELLED */
export function deliver(
  settings: AuditStreamSettings,
  events: readonly AuditRow[],
  signal: AbortSignal,
): Promise<void> {
  return settings.kind === "syslog" ? sendToSyslog(settings, events, signal) : appendToFile(settings.path, events);
}

/** Everything that one place does not have yet. @throws AppError DESTINATION_UNREACHABLE, DISK_FULL, … */
async function sendAll(context: Context, { id, settings, sent }: AuditStreamRow, signal: AbortSignal): Promise<void> {
  const { store } = opened(context);
  const where = AuditStreamSettings.parse(JSON.parse(settings));
  if (where.kind === "file") await requireOutside(context.options.dataDir, where.path);
  for (let seq = sent; ;) {
    signal.throwIfAborted();
    const events = await readAuditChain(store.db, seq, sentAtOnce);
    const last = events.at(-1);
    if (!last) return;
    await deliver(where, events, signal);
    // Noted only now: what is not certain is sent once more, and nothing is left out.
    const outcome = { sent: last.seq, sent_at: context.options.clock.now(), problem: null };
    await unaudited(store, "audit streams", (tx) => noteSent(tx, id, outcome));
    seq = last.seq;
  }
}

async function attempt(context: Context, row: AuditStreamRow, signal: AbortSignal): Promise<void> {
  try {
    await sendAll(context, row, signal);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "CANCELLED") throw error;
    const problem = toStored(error.text);
    if (row.problem === problem) return;
    context.options.logger.warn("the audit log could not be sent on", { stream: row.id, cause: error });
    await unaudited(opened(context).store, "audit streams", (tx) => noteSent(tx, row.id, { problem }));
  }
}

/** Sends what is waiting to every place; another process that does the same already is let be. @throws AppError CANCELLED */
export async function sendStreams(context: Context, signal: AbortSignal): Promise<void> {
  const { store } = opened(context);
  if ((await listAuditStreams(store.db)).length === 0) return;
  try {
    await withLease(context, "audit-streams", async () => {
      for (const row of await listAuditStreams(store.db)) await attempt(context, row, signal);
    });
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === "BUSY")) throw thrown;
  }
}
