import { setImmediate } from "node:timers/promises";
import type { ChainReport, Progress } from "#shared/contract/audit.ts";
import { readAuditChain } from "../store/console/audit-events.ts";
import { readConsole } from "../store/console/console.ts";
import type { Db } from "../store/store.ts";
import type { AuditRow } from "../store/migrations/schema.ts";
import type { Keys } from "../keys/keys.ts";
import { eventMac, genesis, headMac, sameMac } from "./chain.ts";

const pageSize = 500;

export interface VerifyOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

type Kind = NonNullable<ChainReport["kind"]>;

/** What was done to the event after `seq`; null if nothing was. @param last the last event that was sealed */
function brokenAt(keys: Keys, previous: Buffer, seq: number, last: number, { mac, ...facts }: AuditRow): Kind | null {
  if (seq + 1 > last) return "added";
  if (facts.seq !== seq + 1) return "missing";
  return sameMac(mac, eventMac(keys, previous, facts)) ? null : "changed";
}

/**
 * Recomputes every seal from the first event to the head. Reads in pages; run it in a worker, on a
 * connection that holds one read transaction, so that the chain does not grow meanwhile.
 */
export async function verifyChain(db: Db, keys: Keys, options: VerifyOptions = {}): Promise<ChainReport> {
  const head = await readConsole(db);
  if (!head) return { valid: false, events: 0, firstBroken: 1, kind: "end" };
  let previous: Buffer = genesis;
  let seq = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const page = await readAuditChain(db, seq, pageSize);
    for (const { mac, ...facts } of page) {
      const kind = brokenAt(keys, previous, seq, head.audit_seq, { mac, ...facts });
      if (kind) return { valid: false, events: seq, firstBroken: seq + 1, kind };
      previous = mac;
      seq = facts.seq;
    }
    options.onProgress?.({ phase: "audit", done: seq, total: head.audit_seq });
    // Lets a cancellation through: the database answers without ever yielding.
    await setImmediate();
    if (page.length < pageSize) break;
  }
  const headFits =
    head.audit_seq === seq &&
    sameMac(head.audit_mac, previous) &&
    sameMac(head.audit_head_mac, headMac(keys, head.audit_seq, head.audit_mac));
  if (headFits) return { valid: true, events: seq };
  return { valid: false, events: seq, firstBroken: seq + 1, kind: seq < head.audit_seq ? "missing" : "end" };
}
