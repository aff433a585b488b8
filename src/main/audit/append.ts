import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { AuditEvent } from "#shared/model/records.ts";
import type { Actor } from "../base/actor.ts";
import { insertAuditRow, readConsoleRow, writeAuditHead } from "../store/console/bulk-audit.ts";
import type { Raw } from "../store/sqlite/connection.ts";
import { insertAuditEvent } from "../store/console/audit-events.ts";
import { readConsole, updateAuditHead } from "../store/console/console.ts";
import type { Tx } from "../store/open.ts";
import type { ConsoleRow } from "../store/migrations/schema.ts";
import type { Keys } from "../keys/keys.ts";
import { eventMac, headMac } from "./chain.ts";

export interface NewAuditEvent {
  actor: Actor | null;
  /** `area.act`, for example `user.add`. */
  action: string;
  target?: { id: string | null; name: string } | null;
  result?: AuditEvent["result"];
  /** Safe facts only: never a secret, a code or a hash. */
  details?: ErrorDetails;
}

/**
 * Appends to the chain inside the transaction of the change that it records: both are committed, or neither is.
 *
 * @param at UTC milliseconds
 */
export async function appendAudit(tx: Tx, keys: Keys, at: number, event: NewAuditEvent): Promise<void> {
  const head = await readConsole(tx);
  if (!head) throw new AppError("SETUP_REQUIRED");
  await appendAfter(tx, keys, head, at, event);
}

const columnsOf = (seq: number, at: number, event: NewAuditEvent) => ({
  seq,
  at,
  actor_id: event.actor?.id ?? null,
  actor: event.actor?.name ?? null,
  action: event.action,
  target: event.target?.name ?? null,
  target_id: event.target?.id ?? null,
  result: event.result ?? "done",
  details: JSON.stringify(event.details ?? {}),
});

/**
 * Appends many events in one transaction of a connection that the caller holds: `close` must be the last thing before
 * the commit.
 *
 * @param at UTC milliseconds
 * @throws AppError SETUP_REQUIRED
 */
export function openAuditBatch(raw: Raw, keys: Keys, at: number) {
  const head = readConsoleRow(raw);
  if (!head) throw new AppError("SETUP_REQUIRED");
  let { audit_seq: seq, audit_mac: last } = head;
  return {
    append(event: NewAuditEvent): void {
      seq += 1;
      const facts = columnsOf(seq, at, event);
      last = eventMac(keys, last, facts);
      insertAuditRow(raw, { ...facts, mac: last });
    },
    close(): void {
      writeAuditHead(raw, {
        clock_floor: Math.max(head.clock_floor, at),
        audit_seq: seq,
        audit_mac: last,
        audit_head_mac: headMac(keys, seq, last),
      });
    },
  };
}

export type AuditBatch = ReturnType<typeof openAuditBatch>;

/** As `appendAudit`, if the transaction has already read the head and has appended nothing since. */
export async function appendAfter(
  tx: Tx,
  keys: Keys,
  head: ConsoleRow,
  at: number,
  event: NewAuditEvent,
): Promise<void> {
  const facts = columnsOf(head.audit_seq + 1, at, event);
  const mac = eventMac(keys, head.audit_mac, facts);
  await insertAuditEvent(tx, { ...facts, mac });
  await updateAuditHead(tx, {
    clock_floor: Math.max(head.clock_floor, at),
    audit_seq: facts.seq,
    audit_mac: mac,
    audit_head_mac: headMac(keys, facts.seq, mac),
  });
}
