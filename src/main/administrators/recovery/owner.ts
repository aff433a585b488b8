import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError, type ErrorDetails } from "#shared/errors.ts";
import { adminKey, forgetWrongAttempts } from "../access/prove.ts";
import { forgetWrongRecoveries, recoveryAttempts } from "../access/recovery-attempts.ts";
import { beginSession, type NewSession } from "../access/sessions.ts";
import type { Change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { readPolicy } from "../../policy/policy.ts";
import { updateAdmin } from "../../store/console/admins.ts";
import { replaceCodeSet } from "../../store/factors/backup-codes.ts";
import { requireConsole } from "../../store/console/console.ts";
import { deleteInvitation } from "../../store/console/invitations.ts";
import type { Tx } from "../../store/store.ts";
import type { AdminRow, TokenRow } from "../../store/migrations/schema.ts";
import { endSessionsOf } from "../../store/console/sessions.ts";
import { deleteToken, insertToken, revokeAdminTokens, tokensOf } from "../../store/factors/tokens.ts";
import { updateSlot } from "../../store/console/vault-slots.ts";
import { administratorDelays, failuresOf } from "../../throttle/throttle.ts";
import { administratorAccount } from "../../twofactor/account-label.ts";
import { administratorCodes, newCodeSet, type NewCodeSet } from "../../twofactor/backup-codes.ts";
import { type FirstCode, proveFirstCode } from "../../twofactor/guesses.ts";
import { administratorLimits } from "../../twofactor/limits.ts";
import type { Match } from "../../twofactor/match.ts";
import { issuerOf } from "../../policy/new-authenticators.ts";
import { activated, newPendingToken, provePending, showPending } from "../../twofactor/pending.ts";
import { defaultParameters } from "../../twofactor/totp.ts";
import { admitOwner, proofInWords, type Returning } from "./admit.ts";

const holderOf = (admin: AdminRow) => ({ kind: "admin", id: admin.id }) as const;
const nameOf = ({ id, name }: AdminRow) => ({ id, name });

async function pendingOf(tx: Tx, admin: AdminRow): Promise<TokenRow[]> {
  return (await tokensOf(tx, holderOf(admin))).filter(({ status }) => status === "pending");
}

/**
 * Begins the new authenticator. The owner's authenticators stay until the new one is confirmed. Setting the clock back
 * is no obstacle: only an owner who is signed in can accept it.
 *
 * @throws AppError RECOVERY_REFUSED, SHARES_REFUSED, THROTTLED
 */
export function beginRecovery(
  context: Context,
  input: ParsedInputOf<"recovery.begin">,
): Promise<OutputOf<"recovery.begin">> {
  const { now } = context;
  return admitOwner(
    context,
    input,
    () => Promise.resolve({}),
    async ({ tx, keys, note }, { admin }) => {
      const row = await requireConsole(tx);
      const policy = await readPolicy(tx);
      for (const token of await pendingOf(tx, admin)) await deleteToken(tx, token.id);
      const made = newPendingToken(keys, holderOf(admin), defaultParameters, {
        label: "Authenticator",
        replaces: null,
        now,
        expiresAt: now + policy.enrolmentMinutes * 60_000,
      });
      await insertToken(tx, made.row);
      const target = nameOf(admin);
      note({ actor: null, action: "recovery.begin", target, details: { by: proofInWords(input) } });
      const account = administratorAccount(admin.name, made.row, await tokensOf(tx, holderOf(admin)));
      const shown = showPending(made.row, made.seed, issuerOf(policy, row), account);
      return { value: { ...shown, organisation: row.organisation } };
    },
  );
}

/** Replaces everything that the owner had by the new authenticator and codes. @returns for the audit log */
async function exchangeFactors(
  { tx, at: now }: Change,
  { admin, slot }: Returning,
  given: { token: TokenRow; proof: Match; fresh: NewCodeSet },
) {
  const { failures, lockedOut } = await failuresOf(tx, adminKey(admin.id));
  const revoked = await revokeAdminTokens(tx, admin.id);
  await insertToken(tx, { ...given.token, ...activated(given.token, given.proof, now) });
  await replaceCodeSet(tx, holderOf(admin), given.fresh.set, given.fresh.hashes, now);
  await deleteInvitation(tx, admin.id);
  await updateAdmin(tx, admin.id, { must_enrol: 0, second_factor: "on", last_sign_in_at: now, updated_at: now });
  await forgetWrongAttempts(tx, adminKey(admin.id));
  await forgetWrongRecoveries(tx, admin.id);
  await updateSlot(tx, slot.id, { checked_at: now });
  return {
    authenticatorsRevoked: revoked,
    wrongAttemptsBefore: failures,
    wasLockedOut: lockedOut,
    sessionsEnded: await endSessionsOf(tx, admin.id),
    backupCodes: given.fresh.codes.length,
  };
}

/** A wrong code of the new authenticator counts, and delays the next attempt; at the limit the enrolment is void. */
function firstCodeOf({ tx, note }: Change, admin: AdminRow, token: TokenRow): FirstCode {
  const event = { actor: null, action: "recovery.refused", target: nameOf(admin), result: "refused" } as const;
  const refused = (details: ErrorDetails): void => note({ ...event, details });
  return {
    key: recoveryAttempts,
    delays: administratorDelays,
    failureLimit: administratorLimits.failureLimit,
    refused: () => refused({ reason: "wrong_code" }),
    async spent() {
      await deleteToken(tx, token.id);
      refused({ reason: "guessed" });
    },
  };
}

interface Returned {
  begun: NewSession;
  fresh: NewCodeSet;
}

/**
 * Confirms the new authenticator and signs in. Everything that the owner had before ends: authenticators, backup codes,
 * a one-time code, sessions. The audit log, the log and Health show it.
 *
 * @throws AppError RECOVERY_REFUSED, SHARES_REFUSED, THROTTLED, ENROLMENT_EXPIRED, ENROLMENT_CODE_WRONG
 */
export async function confirmRecovery(
  context: Context,
  input: ParsedInputOf<"recovery.confirm">,
): Promise<OutputOf<"recovery.confirm">> {
  const { now } = context;
  const { begun, fresh } = await admitOwner(
    context,
    input,
    () => newCodeSet(opened(context).keys, administratorCodes, now, context.options.codeCost),
    async (made, returning, codes): Promise<{ value: Returned } | { refused: AppError }> => {
      const { tx, keys } = made;
      const { admin } = returning;
      const [token] = await pendingOf(tx, admin);
      if (!token) throw new AppError("ENROLMENT_EXPIRED");
      const prove = () => provePending(keys, token, input.code, now, administratorLimits);
      const proof = await proveFirstCode(made, token, prove, firstCodeOf(made, admin, token));
      if (proof instanceof AppError) return { refused: proof };
      const done = await exchangeFactors(made, returning, { token, proof, fresh: codes });
      const actor = nameOf(admin);
      const details = { by: proofInWords(input), ...done };
      made.note({ actor, action: "recovery.owner", target: actor, details });
      return { value: { begun: await beginSession(tx, context, admin), fresh: codes } };
    },
  );
  context.options.logger.warn("an owner came back with the recovery key", { administrator: begun.session.adminId });
  context.caller.session.set(begun.token);
  return { backupCodes: fresh.codes, codeSet: fresh.set.id, session: begun.session };
}
