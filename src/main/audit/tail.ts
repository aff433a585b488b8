import { readAuditChain } from "../store/console/audit-events.ts";
import { readConsole } from "../store/console/console.ts";
import type { Db } from "../store/store.ts";
import type { Keys } from "../keys/keys.ts";
import { eventMac, genesis, headMac, sameMac } from "./chain.ts";

/** Events that are checked: a few milliseconds. */
const tailLength = 200;

/**
 * Recomputes the seals of the last events and of the chain's end. Older faults are found by verifying the whole.
 *
 * @param keys with the retired ones
 */
export async function isTailIntact(db: Db, keys: Keys): Promise<boolean> {
  const head = await readConsole(db);
  if (!head) return false;
  const before = Math.max(0, head.audit_seq - tailLength);
  const from = await readAuditChain(db, Math.max(0, before - 1), tailLength + 2);
  const rows = from.filter(({ seq }) => seq > before);
  let previous = before === 0 ? genesis : from.find(({ seq }) => seq === before)?.mac;
  for (const [index, { mac, ...facts }] of rows.entries()) {
    if (previous === undefined || facts.seq !== before + 1 + index) return false;
    if (!sameMac(mac, eventMac(keys, previous, facts))) return false;
    previous = mac;
  }
  return (
    previous !== undefined &&
    before + rows.length === head.audit_seq &&
    sameMac(head.audit_mac, previous) &&
    sameMac(head.audit_head_mac, headMac(keys, head.audit_seq, head.audit_mac))
  );
}
