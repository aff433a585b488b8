import type { UserId } from "#shared/model/ids.ts";
import { appendAudit } from "../audit/append.ts";
import { rawOf } from "../store/sqlite/connection.ts";
import type { Tx } from "../store/open.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { deleteToken, expiredTokens } from "../store/factors/tokens.ts";
import type { Keys } from "../keys/keys.ts";
import { eraseEnded, keepEnded } from "./ended.ts";
import { moves } from "./states.ts";

/** How many in one transaction, so that nothing waits for long; the rest is for the next time. */
const most = 200;

/** Whether an enrolment can no longer be confirmed. @param now UTC milliseconds */
export const isExpired = (token: { expires_at: number | null }, now: number): boolean =>
  token.expires_at !== null && now > token.expires_at;

/** Whether a code could activate this authenticator, or be accepted by it. */
export const canBeGuessed = (token: Pick<TokenRow, "status" | "expires_at">, now: number): boolean =>
  token.status === "active" || (token.status === "pending" && !isExpired(token, now));

/**
 * Cancels enrolments that were not confirmed in time, as an administrator would: a seed that was shown must not stay
 * usable. Called whenever their person's authenticators are written, and at each sign-in for everybody, when the keys
 * are certainly open.
 *
 * @param user only this person's; everybody's if omitted
 */
export async function eraseExpired(tx: Tx, keys: Keys, now: number, user?: UserId): Promise<void> {
  eraseEnded(rawOf(tx), now);
  for (const token of await expiredTokens(tx, { now, user, limit: most })) {
    keepEnded(rawOf(tx), keys, token.id, "expired", now);
    await deleteToken(tx, token.id);
    await appendAudit(tx, keys, now, {
      actor: null,
      action: moves.expire.action,
      target: { id: token.user_id, name: token.username },
      details: { tokenId: token.id, label: token.label, ...(token.serial === null ? {} : { serial: token.serial }) },
    });
  }
}
