import type { OutputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { issuerOf } from "../../policy/new-authenticators.ts";
import { readPolicy } from "../../policy/policy.ts";
import { readConsole } from "../../store/console/console.ts";
import { tokensOf } from "../../store/factors/tokens.ts";
import { personAccount } from "../../twofactor/account-label.ts";
import { eraseExpired, isExpired } from "../../twofactor/expiry.ts";
import { unsealSeed } from "../../twofactor/match.ts";
import { cancelEnrolment } from "../../twofactor/moves.ts";
import { showPending } from "../../twofactor/pending.ts";
import { requireUserToken } from "../../twofactor/tokens.ts";

/** Unseals a pending enrolment for its person. @throws AppError NOT_FOUND, TOKEN_STATE, ENROLMENT_EXPIRED */
export async function reveal(context: Context, id: TokenId): Promise<OutputOf<"inPerson.show">> {
  const { store, keys } = opened(context);
  const { token, user } = await requireUserToken(store.db, id);
  if (token.status !== "pending") throw new AppError("TOKEN_STATE");
  if (isExpired(token, context.now)) throw new AppError("ENROLMENT_EXPIRED");
  const console = await readConsole(store.db);
  const issuer = issuerOf(await readPolicy(store.db), console);
  const own = await tokensOf(store.db, { kind: "user", id: user.id });
  const account = personAccount(user.username, token, own);
  return {
    organisation: console?.organisation ?? issuer,
    name: user.name,
    username: user.username,
    enrolment: showPending(token, unsealSeed(keys, token), issuer, account),
  };
}

/**
 * Cancels a pending enrolment in the name of whoever began it; one whose time is over expires. If the keys are gone by
 * now, it is left to expire.
 *
 * @param opening the call that began it
 */
export async function throwAway(opening: Context, id: TokenId): Promise<void> {
  const now = opening.options.clock.now();
  try {
    const later = { ...opening, now };
    const { token, user } = await requireUserToken(opened(later).store.db, id);
    if (isExpired(token, now)) await change(later, (made) => eraseExpired(made, user.id));
    else await cancelEnrolment(later, id);
  } catch (thrown) {
    const { code } = toAppError(thrown);
    // Somebody else cancelled it, or its code was accepted at the same moment.
    if (code === "NOT_FOUND" || code === "TOKEN_STATE") return;
    opening.options.logger.warn("an enrolment in person is left to expire", { error: code, cause: thrown });
  }
}
