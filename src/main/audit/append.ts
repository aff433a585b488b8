import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { AuditEvent } from "#shared/model/records.ts";
import { insertAuditEvent } from "../store/audit-events.ts";
import { readConsole, updateAuditHead } from "../store/console.ts";
import type { Tx } from "../store/open.ts";
import type { ConsoleRow } from "../store/schema.ts";
import type { Keys } from "../vault/keys.ts";
import { eventMac, headMac } from "./chain.ts";

/** Who did it. Null: the console itself, or somebody who is not signed in. */
export interface Actor {
  id: string;
  name: string;
}

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
 * Appends to the chain inside the transaction of the change that it records: both are kept, or
 * neither is.
 *
 * @param at UTC milliseconds
 */
export async function appendAudit(tx: Tx, keys: Keys, at: number, event: NewAuditEvent): Promise<void> {
  const head = await readConsole(tx);
  if (!head) throw new AppError("SETUP_REQUIRED");
  await appendAfter(tx, keys, head, at, event);
}

/** As `appendAudit`, where the transaction has read the head already and has appended nothing since. */
export async function appendAfter(
  tx: Tx,
  keys: Keys,
  head: ConsoleRow,
  at: number,
  event: NewAuditEvent,
): Promise<void> {
  const facts = {
    seq: head.audit_seq + 1,
    at,
    actor_id: event.actor?.id ?? null,
    actor: event.actor?.name ?? null,
    action: event.action,
    target: event.target?.name ?? null,
    target_id: event.target?.id ?? null,
    result: event.result ?? "done",
    details: JSON.stringify(event.details ?? {}),
  };
  const mac = eventMac(keys, head.audit_mac, facts);
  await insertAuditEvent(tx, { ...facts, mac });
  await updateAuditHead(tx, {
    clock_floor: Math.max(head.clock_floor, at),
    audit_seq: facts.seq,
    audit_mac: mac,
    audit_head_mac: headMac(keys, facts.seq, mac),
  });
}
