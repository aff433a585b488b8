import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { nameKey } from "#shared/model/text.ts";
import { change, type Change } from "../../call/change.ts";
import { type Context, momentOf, opened } from "../../call/context.ts";
import type { HandlersOf } from "../../call/handlers.ts";
import { readPolicy } from "../../policy/policy.ts";
import { adminByName, updateAdmin } from "../../store/console/admins.ts";
import { replaceCodeSet } from "../../store/factors/backup-codes.ts";
import { readInvitation } from "../../store/console/invitations.ts";
import type { Db, Tx } from "../../store/store.ts";
import type { AdminRow, InvitationRow, TokenRow } from "../../store/migrations/schema.ts";
import { deleteToken, insertToken, tokensOf, updateToken } from "../../store/factors/tokens.ts";
import { phoneLabel } from "../../twofactor/labels.ts";
import { administratorCodes, newCodeSet } from "../../twofactor/backup-codes.ts";
import { administratorDelays } from "../../throttle/throttle.ts";
import { requireClock } from "../../twofactor/clock.ts";
import { type FirstCode, proveFirstCode, unlessRefused } from "../../twofactor/guesses.ts";
import { administratorLimits } from "../../twofactor/limits.ts";
import { unsealSeed } from "../../twofactor/match.ts";
import { issuerOf } from "../../policy/new-authenticators.ts";
import { administratorAccount } from "../../twofactor/account-label.ts";
import { activated, newPendingToken, provePending, showPending } from "../../twofactor/pending.ts";
import { defaultParameters } from "../../twofactor/totp.ts";
import { countWrongInvitation, invitationFits, useInvitationUp } from "./invitations.ts";
import { hashPassword, passwordFits, requireGoodPassword } from "./passwords.ts";
import { adminKey, countWrongAttempt, forgetWrongAttempts, keyOfName, requireNotThrottled } from "./prove.ts";
import { beginSession } from "./sessions.ts";

type Input = ParsedInputOf<"access.beginOwnEnrolment">;

interface Guest {
  admin: AdminRow;
  invitation: InvitationRow;
}

/** Whether the administrator still has to choose a password. */
const choosesPassword = (admin: AdminRow): boolean => admin.password_changed_at === 0;

/**
 * Who the name and the one-time code belong to; null for any other.
 *
 * @param fitting the hash that the password matched
 */
async function guestOf(
  db: Db,
  context: Context,
  input: Input,
  fitting: string | null,
): Promise<{ admin: AdminRow | undefined; guest: Guest | null }> {
  const admin = await adminByName(db, nameKey(input.name));
  if (!admin || admin.status === "disabled" || admin.must_enrol === 0) return { admin, guest: null };
  const invitation = await readInvitation(db, admin.id);
  if (!invitationFits(opened(context).keys, invitation, input.invitation, context.now)) return { admin, guest: null };
  const passwordOk = choosesPassword(admin) || admin.password_hash === fitting;
  return { admin, guest: passwordOk ? { admin, invitation } : null };
}

/** Records a failed attempt: in the administrator's counter, the code's own, and the audit log. */
async function countWrong(
  { tx, moment, note, unaudited }: Change,
  admin: AdminRow | undefined,
  key: string,
): Promise<void> {
  await countWrongAttempt(tx, key, moment);
  if (!admin) {
    unaudited("counters");
    return;
  }
  const codeVoided = await countWrongInvitation(tx, admin.id, moment);
  note({
    actor: null,
    action: "access.own_enrolment",
    target: { id: admin.id, name: admin.name },
    result: "refused",
    details: codeVoided ? { codeVoided } : {},
  });
}

/**
 * Admits whoever has the name, the one-time code and, unless it is chosen now, the password. All refusals cost one
 * Argon2id and say the same. One transaction decides and does what follows; it is committed even if `settle` returns a
 * refusal.
 *
 * @throws AppError INVITATION_REFUSED, THROTTLED, PASSWORD_REFUSED, and what `prepare` and `settle` throw
 */
async function admit<Prepared, Result>(
  context: Context,
  input: Input,
  prepare: (guest: Guest) => Promise<Prepared>,
  settle: (change: Change, guest: Guest, prepared: Prepared) => Promise<Result | AppError>,
): Promise<Result> {
  const { store } = opened(context);
  const known = await adminByName(store.db, nameKey(input.name));
  const key = keyOfName(known, input.name);
  // Before slow work: whoever must wait anyway costs none.
  await requireNotThrottled(store.db, key, momentOf(context));
  const asked = known && !choosesPassword(known) ? known.password_hash : null;
  const fitting = (await passwordFits(asked, input.password)) ? asked : null;
  const { guest: expected } = await guestOf(store.db, context, input, fitting);
  if (expected && choosesPassword(expected.admin)) {
    const organisation = (await context.live.row())?.organisation ?? "";
    await requireGoodPassword(input.password, [expected.admin.name, organisation]);
  }
  const prepared = expected ? await prepare(expected) : null;
  const outcome = await change(context, async (made) => {
    const { tx } = made;
    await requireNotThrottled(tx, key, made.moment);
    const { admin, guest } = await guestOf(tx, context, input, fitting);
    if (guest && prepared !== null) return { result: await settle(made, guest, prepared) };
    await countWrong(made, admin, key);
    return null;
  });
  if (!outcome) throw new AppError("INVITATION_REFUSED");
  return unlessRefused(outcome.result);
}

/** The authenticator that was begun with this very code. */
async function begunToken(db: Db, { admin, invitation }: Guest): Promise<TokenRow | undefined> {
  const tokens = await tokensOf(db, { kind: "admin", id: admin.id });
  return tokens.find((token) => token.status === "pending" && token.created_at >= invitation.created_at);
}

/** As `begunToken`, or a new one that replaces those begun with older codes. */
async function tokenFor(tx: Tx, context: Context, guest: Guest) {
  const { keys } = opened(context);
  const holder = { kind: "admin", id: guest.admin.id } as const;
  const begun = await begunToken(tx, guest);
  if (begun) return { row: begun, seed: unsealSeed(keys, begun) };
  for (const token of await tokensOf(tx, holder)) {
    if (token.status === "pending") await deleteToken(tx, token.id);
  }
  const made = newPendingToken(keys, holder, defaultParameters, {
    label: phoneLabel(context.now),
    replaces: null,
    now: context.now,
    expiresAt: guest.invitation.expires_at,
  });
  await insertToken(tx, made.row);
  return made;
}

/**
 * Begins the administrator's authenticator, or shows it again if asked with the same code.
 *
 * @throws AppError INVITATION_REFUSED, THROTTLED, PASSWORD_REFUSED
 */
function beginOwnEnrolment(context: Context, input: Input): Promise<OutputOf<"access.beginOwnEnrolment">> {
  return admit(
    context,
    input,
    () => Promise.resolve({}),
    async (made, guest) => {
      const { tx, unaudited } = made;
      const { row, seed } = await tokenFor(tx, context, guest);
      unaudited("begun enrolment");
      const console = await requireClock(made);
      const account = administratorAccount(
        guest.admin.name,
        row,
        await tokensOf(tx, { kind: "admin", id: guest.admin.id }),
      );
      const shown = showPending(row, seed, issuerOf(await readPolicy(tx), console), account);
      return { ...shown, organisation: console.organisation, role: guest.admin.role };
    },
  );
}

/** The slow part of the confirmation, outside the transaction. */
async function prepareConfirm(context: Context, input: Input, admin: AdminRow) {
  const fresh = await newCodeSet(opened(context).keys, administratorCodes, context.now, context.options.codeCost);
  const passwordHash = choosesPassword(admin) ? await hashPassword(input.password, context.options.passwordCost) : null;
  return { fresh, passwordHash };
}

/** A wrong first code counts like one at sign-in; at the limit the one-time code is void too. */
const firstCodeOf = ({ tx, note }: Change, { admin }: Guest, token: TokenRow): FirstCode => ({
  key: adminKey(admin.id),
  delays: administratorDelays,
  failureLimit: administratorLimits.failureLimit,
  refused: () =>
    note({
      actor: null,
      action: "access.own_enrolment",
      target: { id: admin.id, name: admin.name },
      result: "refused",
      details: { step: "first_code" },
    }),
  async spent() {
    await deleteToken(tx, token.id);
    await useInvitationUp(tx, admin.id);
  },
});

/**
 * Confirms the administrator's authenticator, uses up the one-time code and signs in.
 *
 * @throws AppError INVITATION_REFUSED, THROTTLED, PASSWORD_REFUSED, ENROLMENT_EXPIRED if nothing was begun,
 * ENROLMENT_CODE_WRONG, ENROLMENT_VOID, CLOCK_ROLLED_BACK
 */
async function confirmOwnEnrolment(
  context: Context,
  input: ParsedInputOf<"access.confirmOwnEnrolment">,
): Promise<OutputOf<"access.confirmOwnEnrolment">> {
  const { now } = context;
  const done = await admit(
    context,
    input,
    ({ admin }) => prepareConfirm(context, input, admin),
    async (made, guest, { fresh, passwordHash }) => {
      const { tx, keys, note } = made;
      const { admin } = guest;
      await requireClock(made);
      const token = await begunToken(tx, guest);
      if (!token) throw new AppError("ENROLMENT_EXPIRED");
      const prove = () => provePending(keys, token, input.code, now, administratorLimits);
      const proof = await proveFirstCode(made, token, prove, firstCodeOf(made, guest, token));
      if (proof instanceof AppError) return proof;
      await updateToken(tx, token.id, activated(token, proof, now));
      const password = passwordHash === null ? {} : { password_hash: passwordHash, password_changed_at: now };
      const active = { status: "active", must_enrol: 0, second_factor: "on" } as const;
      await updateAdmin(tx, admin.id, { ...active, ...password, last_sign_in_at: now, updated_at: now });
      await useInvitationUp(tx, admin.id);
      await forgetWrongAttempts(tx, keyOfName(admin, admin.name));
      await replaceCodeSet(tx, { kind: "admin", id: admin.id }, fresh.set, fresh.hashes, now);
      const actor = { id: admin.id, name: admin.name };
      note({
        actor,
        action: "access.own_enrolment",
        target: actor,
        details: { passwordChosen: passwordHash !== null, backupCodes: fresh.codes.length },
      });
      const shown = { backupCodes: fresh.codes, codeSet: fresh.set.id };
      return { shown, begun: await beginSession(tx, context, admin) };
    },
  );
  context.caller.session.set(done.begun.token);
  return { ...done.shown, session: done.begun.session };
}

export const ownEnrolmentHandlers: Pick<HandlersOf<"access">, "beginOwnEnrolment" | "confirmOwnEnrolment"> = {
  beginOwnEnrolment,
  confirmOwnEnrolment,
};
