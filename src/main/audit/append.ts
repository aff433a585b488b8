import type { AuditDetails, AuditEvent } from "#shared/model/records.ts";
import type { Actor } from "../base/actor.ts";
import { insertAuditEvent, noteDay } from "../store/console/audit-events.ts";
import { updateAuditHead } from "../store/console/console.ts";
import type { Tx } from "../store/store.ts";
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
  details?: AuditDetails;
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

/** Appends events in a transaction: the chain's end is read before the first and written by `close`, after the last. */
export interface AuditBatch {
  append(event: NewAuditEvent): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param head as the transaction has read it, with nothing appended since
 * @param at UTC milliseconds
 */
export function batchAfter(tx: Tx, keys: Keys, head: ConsoleRow, at: number): AuditBatch {
  let { audit_seq: seq, audit_mac: last } = head;
  return {
    append(event) {
      seq += 1;
      const facts = columnsOf(seq, at, event);
      last = eventMac(keys, last, facts);
      return insertAuditEvent(tx, { ...facts, mac: last });
    },
    close: async () => {
      await noteDay(tx, at, head.audit_seq + 1, seq);
      await updateAuditHead(tx, {
        clock_floor: Math.max(head.clock_floor, at),
        audit_seq: seq,
        audit_mac: last,
        audit_head_mac: headMac(keys, seq, last),
      });
    },
  };
}
