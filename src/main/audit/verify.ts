import { setImmediate } from "node:timers/promises";
import type { ChainReport, Progress } from "#shared/contract/audit.ts";
import { readAuditChain } from "../store/console/audit-events.ts";
import { readConsole } from "../store/console/console.ts";
import type { Db } from "../store/store.ts";
import type { Keys } from "../keys/keys.ts";
import { eventMac, genesis, headMac, sameMac } from "./chain.ts";

const pageSize = 500;

export interface VerifyOptions {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

/**
 * Recomputes every seal from the first event to the head. Reads in pages; run it in a worker, on a
 * connection that holds one read transaction, so that the chain does not grow meanwhile.
 */
export async function verifyChain(db: Db, keys: Keys, options: VerifyOptions = {}): Promise<ChainReport> {
  const head = await readConsole(db);
  if (!head) return { valid: false, events: 0, firstBroken: 1 };
  let previous: Buffer = genesis;
  let seq = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const page = await readAuditChain(db, seq, pageSize);
    for (const { mac, ...facts } of page) {
      if (facts.seq !== seq + 1 || !sameMac(mac, eventMac(keys, previous, facts))) {
        return { valid: false, events: seq, firstBroken: seq + 1 };
      }
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
  return headFits ? { valid: true, events: seq } : { valid: false, events: seq, firstBroken: seq + 1 };
}
