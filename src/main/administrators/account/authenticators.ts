import type { Account } from "#shared/contract/account.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { PendingEnrolment } from "#shared/model/records.ts";
import { change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { adminKey } from "../access/prove.ts";
import { readPolicy } from "../../policy/policy.ts";
import { updateAdmin } from "../../store/console/admins.ts";
import type { Tx } from "../../store/store.ts";
import type { TokenRow } from "../../store/migrations/schema.ts";
import { deleteToken, insertToken, readToken, tokensOf, updateToken } from "../../store/factors/tokens.ts";
import { administratorDelays } from "../../throttle/throttle.ts";
import { requireClock } from "../../twofactor/clock.ts";
import { requireReplaceable } from "../../twofactor/enrolment.ts";
import { proveFirstCode } from "../../twofactor/guesses.ts";
import { newPhoneLabel } from "../../twofactor/labels.ts";
import { administratorLimits } from "../../twofactor/limits.ts";
import { issuerOf } from "../../policy/new-authenticators.ts";
import { administratorAccount } from "../../twofactor/account-label.ts";
import { activated, newPendingToken, provePending, showPending } from "../../twofactor/pending.ts";
import { canMove, moves, requireMove } from "../../twofactor/states.ts";
import { defaultParameters } from "../../twofactor/totp.ts";
import { holderOf, requireOwnToken, requireSelf, showAccount } from "./overview.ts";
import { record, settleFactorChange } from "./settle.ts";

async function revoke(tx: Tx, token: TokenRow): Promise<void> {
  requireMove(token, "revoke");
  await updateToken(tx, token.id, { status: moves.revoke.to, seed: null, expires_at: null });
}

/** Only one can be pending: a new one replaces it. @throws AppError INVALID_REFERENCE, TOKEN_STATE */
export async function beginAuthenticator(
  context: Context,
  input: ParsedInputOf<"account.beginAuthenticator">,
): Promise<PendingEnrolment> {
  const { now } = context;
  return change(context, async (made) => {
    const { tx, keys } = made;
    const admin = await requireSelf(tx, context);
    const console = await requireClock(made);
    const policy = await readPolicy(tx);
    const all = await tokensOf(tx, holderOf(admin));
    for (const token of all.filter(({ status }) => status === "pending")) await deleteToken(tx, token.id);
    const own = all.filter(({ status }) => status !== "pending" && status !== "revoked");
    const replaced = input.replaces === undefined ? null : requireReplaceable(own, input.replaces);
    const { row, seed } = newPendingToken(keys, holderOf(admin), defaultParameters, {
      label: input.label || newPhoneLabel(own, replaced, now),
      replaces: replaced?.id ?? null,
      now,
      expiresAt: now + policy.enrolmentMinutes * 60_000,
    });
    await insertToken(tx, row);
    record(made, "account.begin_authenticator", {
      label: row.label,
      ...(replaced ? { replaces: replaced.label } : {}),
    });
    return showPending(row, seed, issuerOf(policy, console), administratorAccount(admin.name, row, all));
  });
}

/**
 * A wrong code counts like one at sign-in.
 *
 * @throws AppError NOT_FOUND, TOKEN_STATE, ENROLMENT_EXPIRED, ENROLMENT_CODE_WRONG, ENROLMENT_VOID, THROTTLED,
 * CLOCK_ROLLED_BACK
 */
export async function confirmAuthenticator(
  context: Context,
  input: ParsedInputOf<"account.confirmAuthenticator">,
): Promise<Account> {
  const { keys } = opened(context);
  const { now } = context;
  const action = "account.confirm_authenticator";
  await settleFactorChange(context, action, async (made, admin) => {
    const { tx } = made;
    await requireClock(made);
    const token = await requireOwnToken(tx, admin, input.tokenId);
    const prove = () => provePending(keys, token, input.code, now, administratorLimits);
    const proof = await proveFirstCode(made, token, prove, {
      key: adminKey(admin.id),
      delays: administratorDelays,
      failureLimit: administratorLimits.failureLimit,
      refused: () => record(made, action, { label: token.label }, "refused"),
      spent: () => deleteToken(tx, token.id),
    });
    if (proof instanceof AppError) return proof;
    await updateToken(tx, token.id, activated(token, proof, now));
    const replaced = token.replaces === null ? undefined : await readToken(tx, token.replaces);
    if (replaced && canMove(replaced.status, "revoke")) await revoke(tx, replaced);
    await updateAdmin(tx, admin.id, { second_factor: "on", updated_at: now });
    return { label: token.label, ...(replaced ? { replaced: replaced.label } : {}) };
  });
  return showAccount(context);
}

/** @throws AppError NOT_FOUND, TOKEN_STATE */
export async function removeAuthenticator(
  context: Context,
  input: ParsedInputOf<"account.removeAuthenticator">,
): Promise<Account> {
  await settleFactorChange(context, "account.remove_authenticator", async ({ tx }, admin) => {
    const token = await requireOwnToken(tx, admin, input.tokenId);
    const others = (await tokensOf(tx, holderOf(admin))).filter(({ id }) => id !== token.id);
    if (admin.second_factor === "on" && !others.some(({ status }) => status === "active")) {
      throw new AppError("TOKEN_STATE", {
        text: text("account.onlyAuthenticator"),
      });
    }
    await revoke(tx, token);
    return { label: token.label };
  });
  return showAccount(context);
}
