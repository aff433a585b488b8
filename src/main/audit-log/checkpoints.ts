import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { eventLine } from "../audit/line.ts";
import { ownSigningKey } from "../audit/signing-key.ts";
import { sha256, type Statement, statementText, signText } from "../audit/statement.ts";
import { unaudited } from "../call/change.ts";
import { type StoreInput, withWorkerStore } from "../call/worker-store.ts";
import type { JobContext } from "../jobs/job.ts";
import type { Keys } from "../keys/keys.ts";
import { insertCheckpoint, lastCheckpoint } from "../store/console/audit-checkpoints.ts";
import { readAuditChain } from "../store/console/audit-events.ts";
import { requireConsole } from "../store/console/console.ts";
import type { Db, Store } from "../store/store.ts";

/** Events that one checkpoint covers at most. */
export const mostCovered = 1000;

export interface CheckpointInput extends StoreInput {
  /** UTC milliseconds. */
  at: number;
}

type Covered = Pick<Statement, "first" | "seq" | "events">;

/** The next events from after `seq`; null if there are none. */
async function cover(db: Db, seq: number): Promise<Covered | null> {
  const events = await readAuditChain(db, seq, mostCovered);
  const last = events.at(-1);
  if (!last) return null;
  const hash = createHash("sha256");
  for (const event of events) hash.update(`${eventLine(event)}\n`);
  return { first: seq + 1, seq: last.seq, events: hash.digest("hex") };
}

/** What no checkpoint covers yet, read without a lock: past events do not change. */
async function uncovered(db: Db, after: number, signal: AbortSignal): Promise<Covered[]> {
  const found: Covered[] = [];
  for (;;) {
    signal.throwIfAborted();
    const next = await cover(db, found.at(-1)?.seq ?? after);
    if (!next) return found;
    found.push(next);
    // Lets a request to stop through: the database answers without ever yielding.
    await setImmediate();
  }
}

/**
 * Signs everything that no checkpoint covers yet. If another process does the same meanwhile, its checkpoints stand.
 *
 * @returns the last checkpoint's event; 0 without events
 * @throws AppError SEAL_BROKEN, BUSY, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function addCheckpoints(store: Store, keys: Keys, at: number, signal: AbortSignal): Promise<number> {
  const before = (await lastCheckpoint(store.db))?.seq ?? 0;
  const found = await uncovered(store.db, before, signal);
  if (found.length === 0) return before;
  return unaudited(store, "audit checkpoints", async (tx) => {
    const last = await lastCheckpoint(tx);
    if (last && last.seq !== before) return last.seq;
    const { store_id } = await requireConsole(tx);
    const { privateKey } = await ownSigningKey(tx, keys, at);
    let previous = last ? sha256(last.statement) : null;
    for (const { first, seq, events } of found) {
      const statement = statementText({
        store: store_id,
        seq,
        at: new Date(at).toISOString(),
        first,
        events,
        previous,
      });
      await insertCheckpoint(tx, { seq, at, statement, signature: signText(statement, privateKey) });
      previous = sha256(statement);
    }
    return found.at(-1)?.seq ?? before;
  });
}

/** For a worker. As `addCheckpoints`. */
export const checkpointJob = (input: CheckpointInput, { signal }: JobContext): Promise<number> =>
  withWorkerStore(input, ({ store, keys }) => addCheckpoints(store, keys, input.at, signal));
