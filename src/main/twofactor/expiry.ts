import type { UserId } from "#shared/model/ids.ts";
import type { Change } from "../call/change.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { deleteToken, expiredTokens } from "../store/factors/tokens.ts";
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
export async function eraseExpired(made: Change, user?: UserId): Promise<void> {
  const { tx, at, note } = made;
  await eraseEnded(tx, at);
  for (const token of await expiredTokens(tx, { now: at, user, limit: most })) {
    await keepEnded(made, token.id, "expired");
    await deleteToken(tx, token.id);
    note({
      actor: null,
      action: moves.expire.action,
      target: { id: token.user_id, name: token.username },
      details: { tokenId: token.id, label: token.label, ...(token.serial === null ? {} : { serial: token.serial }) },
    });
  }
}
