import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Actor } from "../base/actor.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
import { adminByName } from "../store/console/admins.ts";
import { readConsole } from "../store/console/console.ts";
import type { Tx } from "../store/open.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { insertToken, readToken, tokensOf, updateToken } from "../store/factors/tokens.ts";
import { requireUser, userTarget } from "../store/people/users.ts";
import type { Keys } from "../keys/keys.ts";
import { personAccount } from "./account-label.ts";
import { requireClock } from "./clock.ts";
import { keepFirstCodes, newUserCodes } from "./code-sets.ts";
import { eraseExpired } from "./expiry.ts";
import { forgetGuesses, proveUserFirstCode, unlessRefused } from "./guesses.ts";
import type { Match } from "./match.ts";
import { revokeWithin } from "./moves.ts";
import { chooseParameters, issuerOf } from "./parameters.ts";
import { activated, newPendingToken, provePending, showPending } from "./pending.ts";
import { canMove, moves } from "./states.ts";
import { newPhoneLabel } from "./labels.ts";
import { requireActiveUser, requireUserToken, tokenTarget, toToken, type UserToken } from "./tokens.ts";
import { voidOutlived } from "./void-enrolment.ts";

/** @throws AppError INVALID_REFERENCE if the authenticator is not one of this person's, TOKEN_STATE */
export function requireReplaceable(own: readonly TokenRow[], id: TokenId): TokenRow {
  const token = own.find((row) => row.id === id);
  if (!token) throw new AppError("INVALID_REFERENCE", { message: "This person has no such authenticator." });
  if (!canMove(token.status, "revoke")) {
    throw new AppError("TOKEN_STATE", { message: "This authenticator is already revoked." });
  }
  return token;
}

/**
 * @param way how it is done, for the audit log
 * @throws AppError NOT_FOUND, USER_DISABLED, INVALID_REFERENCE, TOKEN_STATE, POLICY_REFUSED
 */
export async function beginEnrolment(
  context: Context,
  input: ParsedInputOf<"tokens.begin">,
  way: ErrorDetails = {},
): Promise<OutputOf<"tokens.begin">> {
  const { store, keys } = opened(context);
  const { now } = context;
  return store.write(async (tx) => {
    const policy = await readPolicy(tx);
    const parameters = chooseParameters(policy, input);
    const user = await requireUser(tx, input.user);
    requireActiveUser(user);
    await eraseExpired(tx, keys, now, user.id);
    const holder = { kind: "user", id: user.id } as const;
    const own = await tokensOf(tx, holder);
    const replaced = input.replaces === undefined ? null : requireReplaceable(own, input.replaces);
    const { row, seed } = newPendingToken(keys, holder, parameters, {
      label: input.label || newPhoneLabel(own, replaced, now),
      replaces: replaced?.id ?? null,
      now,
      expiresAt: now + policy.enrolmentMinutes * 60_000,
    });
    await insertToken(tx, row);
    await appendAudit(tx, keys, now, {
      actor: actorOf(context),
      action: "token.begin",
      target: userTarget(user),
      details: {
        tokenId: row.id,
        label: row.label,
        ...parameters,
        ...(input.replaces ? { replaces: input.replaces } : {}),
        ...way,
      },
    });
    const account = personAccount(user.username, row, own);
    return {
      ...showPending(row, seed, issuerOf(policy, await readConsole(tx)), account),
      sameAsAdministrator: (await adminByName(tx, user.username_key)) !== undefined,
    };
  });
}

/** Revokes the authenticator that is replaced, unless it is deleted or revoked already. */
async function revokeReplaced(tx: Tx, keys: Keys, found: UserToken, actor: Actor, now: number): Promise<void> {
  const replaced = found.token.replaces === null ? undefined : await readToken(tx, found.token.replaces);
  if (!replaced || !canMove(replaced.status, "revoke")) return;
  const details = { replacedBy: found.token.id };
  await revokeWithin(tx, keys, { token: replaced, user: found.user }, { actor, now, details, why: "replaced" });
}

/**
 * Activates a confirmed authenticator, in the caller's transaction: the one that it replaces is revoked.
 *
 * @param backupCodes how many are shown with it
 */
export async function activateWithin(
  tx: Tx,
  keys: Keys,
  found: UserToken,
  facts: { proof: Match; actor: Actor; now: number; backupCodes: number },
): Promise<TokenRow> {
  const change = activated(found.token, facts.proof, facts.now);
  await updateToken(tx, found.token.id, change);
  await revokeReplaced(tx, keys, found, facts.actor, facts.now);
  await voidOutlived(tx, keys, found.user, { actor: facts.actor, at: facts.now });
  const { target, details } = tokenTarget(found);
  await appendAudit(tx, keys, facts.now, {
    actor: facts.actor,
    action: moves.confirm.action,
    target,
    details: { ...details, backupCodes: facts.backupCodes },
  });
  return { ...found.token, ...change };
}

/**
 * @throws AppError NOT_FOUND, USER_DISABLED, TOKEN_STATE, ENROLMENT_EXPIRED, ENROLMENT_CODE_WRONG, ENROLMENT_VOID at
 * the limit of wrong codes, THROTTLED, CLOCK_ROLLED_BACK
 */
export async function confirmEnrolment(
  context: Context,
  input: ParsedInputOf<"tokens.confirm">,
): Promise<OutputOf<"tokens.confirm">> {
  const { store, keys } = opened(context);
  const { now } = context;
  const actor = actorOf(context);
  const policy = await readPolicy(store.db);
  const prove = (tx: Tx, found: UserToken) =>
    proveUserFirstCode(tx, found, () => provePending(keys, found.token, input.code, now, policy), {
      keys,
      actor,
      now,
      policy,
    });
  const proven = await store.write(async (tx) => {
    await requireClock(tx, now);
    return prove(tx, await requireUserToken(tx, input.tokenId));
  });
  unlessRefused(proven);
  // Argon2id takes too long for a transaction; the codes are stored only if they are needed there.
  const fresh = await newUserCodes(context, policy);
  const outcome = await store.write(async (tx) => {
    const found = await requireUserToken(tx, input.tokenId);
    requireActiveUser(found.user);
    const proof = await prove(tx, found);
    if (proof instanceof AppError) return proof;
    await forgetGuesses(tx, { kind: "user", id: found.user.id });
    const shown = await keepFirstCodes(tx, found.user.id, fresh, {
      replacing: found.token.replaces !== null,
      now,
    });
    const facts = { proof, actor, now, backupCodes: shown.backupCodes.length };
    return { token: toToken(await activateWithin(tx, keys, found, facts)), ...shown };
  });
  return unlessRefused(outcome);
}
