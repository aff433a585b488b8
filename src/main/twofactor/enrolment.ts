import { AppError, type ErrorDetails } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { change, type Change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { issuerOf } from "../policy/new-authenticators.ts";
import { readPolicy } from "../policy/policy.ts";
import { adminByName } from "../store/console/admins.ts";
import { readConsole } from "../store/console/console.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { insertToken, readToken, tokensOf, updateToken } from "../store/factors/tokens.ts";
import { requireUser, userTarget } from "../store/people/users.ts";
import { personAccount } from "./account-label.ts";
import { requireClock } from "./clock.ts";
import { keepFirstCodes, newUserCodes } from "./code-sets.ts";
import { eraseExpired } from "./expiry.ts";
import { requireFit } from "./fit.ts";
import { forgetGuesses, proveUserFirstCode, unlessRefused } from "./guesses.ts";
import type { Match } from "./match.ts";
import { revokeWithin } from "./moves.ts";
import { chooseParameters } from "./parameters.ts";
import { activated, newPendingToken, provePending, showPending } from "./pending.ts";
import { canMove, moves } from "./states.ts";
import { newPhoneLabel } from "./labels.ts";
import { requireActiveUser, requireUserToken, tokenTarget, toToken, type UserToken } from "./tokens.ts";
import { voidOutlived } from "./void-enrolment.ts";

/** @throws AppError INVALID_REFERENCE if the authenticator is not one of this person's, TOKEN_STATE */
export function requireReplaceable(own: readonly TokenRow[], id: TokenId): TokenRow {
  const token = own.find((row) => row.id === id);
  if (!token) throw new AppError("INVALID_REFERENCE", { text: text("authenticators.notOfPerson") });
  if (!canMove(token.status, "revoke")) {
    throw new AppError("TOKEN_STATE", { text: text("authenticators.alreadyRevoked") });
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
  const { now } = context;
  return change(context, async (made) => {
    const { tx, keys, note } = made;
    const policy = await readPolicy(tx);
    const parameters = chooseParameters(policy, input);
    const user = await requireUser(tx, input.user);
    requireActiveUser(user);
    await eraseExpired(made, user.id);
    const holder = { kind: "user", id: user.id } as const;
    const own = await tokensOf(tx, holder);
    const replaced = input.replaces === undefined ? null : requireReplaceable(own, input.replaces);
    const label = input.label || newPhoneLabel(own, replaced, now);
    await requireFit(made, user, own, { parameters, label, replaces: replaced?.id });
    const { row, seed } = newPendingToken(keys, holder, parameters, {
      label,
      replaces: replaced?.id ?? null,
      now,
      expiresAt: now + policy.enrolmentMinutes * 60_000,
    });
    await insertToken(tx, row);
    note({
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
async function revokeReplaced(made: Change, found: UserToken): Promise<void> {
  const replaced = found.token.replaces === null ? undefined : await readToken(made.tx, found.token.replaces);
  if (!replaced || !canMove(replaced.status, "revoke")) return;
  const details = { replacedBy: found.token.id };
  await revokeWithin(made, { token: replaced, user: found.user }, { details, why: "replaced" });
}

/**
 * Activates a confirmed authenticator, in the caller's transaction: the one that it replaces is revoked.
 *
 * @param backupCodes how many are shown with it
 */
export async function activateWithin(
  made: Change,
  found: UserToken,
  { proof, backupCodes }: { proof: Match; backupCodes: number },
): Promise<TokenRow> {
  const { tx, at, note } = made;
  const active = activated(found.token, proof, at);
  await updateToken(tx, found.token.id, active);
  await revokeReplaced(made, found);
  await voidOutlived(made, found.user);
  const { target, details } = tokenTarget(found);
  note({ action: moves.confirm.action, target, details: { ...details, backupCodes } });
  return { ...found.token, ...active };
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
  const policy = await readPolicy(store.db);
  const prove = (made: Change, found: UserToken) =>
    proveUserFirstCode(made, found, () => provePending(keys, found.token, input.code, now, policy), policy);
  const proven = await change(context, async (made) => {
    await requireClock(made);
    return prove(made, await requireUserToken(made.tx, input.tokenId));
  });
  unlessRefused(proven);
  // Argon2id takes too long for a transaction; the codes are stored only if they are needed there.
  const fresh = await newUserCodes(context, policy);
  const outcome = await change(context, async (made) => {
    const { tx } = made;
    const found = await requireUserToken(tx, input.tokenId);
    requireActiveUser(found.user);
    const proof = await prove(made, found);
    if (proof instanceof AppError) return proof;
    await forgetGuesses(tx, { kind: "user", id: found.user.id });
    const shown = await keepFirstCodes(tx, found.user.id, fresh, {
      replacing: found.token.replaces !== null,
      now,
    });
    const facts = { proof, backupCodes: shown.backupCodes.length };
    return { token: toToken(await activateWithin(made, found, facts)), ...shown };
  });
  return unlessRefused(outcome);
}
