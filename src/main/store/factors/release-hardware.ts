import type { UserId } from "#shared/model/ids.ts";
import { aheadAtMost } from "./hardware-tokens.ts";
import { run } from "../statements.ts";
import type { Tx } from "../store.ts";

/**
 * Returns a person's hardware tokens to stock, before their authenticators are deleted. Used codes stay used: the next
 * holder's codes count from there.
 *
 * @param at UTC milliseconds
 */
export async function releaseHardware(tx: Tx, user: UserId, at: number): Promise<void> {
  await run(
    tx,
    `UPDATE hardware_tokens SET state = 'stock', updated_at = ?,
       last_step = nullif(max(coalesce(hardware_tokens.last_step, -1), coalesce(t.last_step, -1),
         coalesce((SELECT max(value) FROM json_each(t.ahead_used) WHERE value * t.period * 1000 <= ?), -1)), -1),
       ahead_used = t.ahead_used,
       drift = t.drift
     FROM tokens t
     WHERE t.hardware_id = hardware_tokens.id AND t.user_id = ? AND t.status <> 'revoked' AND hardware_tokens.state = 'assigned'`,
    at,
    at + aheadAtMost,
    user,
  );
}
