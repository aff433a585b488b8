import { v7 } from "uuid";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { passwordFits } from "../access/passwords.ts";
import { beginSession } from "../access/sessions.ts";
import { adminKey, requireNotThrottled } from "../access/prove.ts";
import { change, unaudited } from "../../call/change.ts";
import type { Moment } from "../../base/ports.ts";
import { type Context, momentOf } from "../../call/context.ts";
import { pendingAdmin, updateAdmin } from "../../store/console/admins.ts";
import { replaceCodeSet } from "../../store/factors/backup-codes.ts";
import { requireConsole, updateConsole } from "../../store/console/console.ts";
import type { Store } from "../../store/store.ts";
import type { AdminRow, TokenRow } from "../../store/migrations/schema.ts";
import { tokensOf, updateToken } from "../../store/factors/tokens.ts";
import { deleteSlots, insertSlot, listSlots } from "../../store/console/vault-slots.ts";
import { clearFailures, recordFailure } from "../../throttle/throttle.ts";
import { administratorCodes, newCodeSet } from "../../twofactor/backup-codes.ts";
import { administratorAccount } from "../../twofactor/account-label.ts";
import { activated, provePending, showPending } from "../../twofactor/pending.ts";
import { administratorLimits } from "../../twofactor/limits.ts";
import { unsealSeed } from "../../twofactor/match.ts";
import type { Keys } from "../../keys/keys.ts";
import { openByHuman } from "../../keys/open.ts";
import { newRecoveryKey } from "../../keys/recovery-key.ts";
import { opensWithPassword, recoverySlot } from "../../keys/slots.ts";
import type { SetupSecrets } from "./begin.ts";

interface Unfinished {
  store: Store;
  keys: Keys;
  owner: AdminRow;
  token: TokenRow;
}

async function refuse(
  store: Store,
  owner: AdminRow,
  moment: Moment,
  what = text("access.passwordOrCodeWrong"),
): Promise<never> {
  await unaudited(store, "counters", async (tx) => {
    // Guesses that came at the same time have counted meanwhile.
    await requireNotThrottled(tx, adminKey(owner.id), moment);
    await recordFailure(tx, adminKey(owner.id), moment);
  });
  throw new AppError("SIGN_IN_REFUSED", { text: what, details: { now: moment.now } });
}

/**
 * The unfinished set-up, for somebody who knows its password.
 *
 * @throws AppError SETUP_REQUIRED, SIGN_IN_REFUSED, UNLOCK_REFUSED, THROTTLED
 */
async function requireUnfinished(
  context: Context,
  input: { password: string; passphrase?: string | undefined },
): Promise<Unfinished> {
  const { store } = context.live;
  const owner = store ? await pendingAdmin(store.db) : undefined;
  if (!store || !owner) throw new AppError("SETUP_REQUIRED");
  const moment = momentOf(context);
  await requireNotThrottled(store.db, adminKey(owner.id), moment);
  if (!(await passwordFits(owner.password_hash, input.password))) return refuse(store, owner, moment);
  if (!context.live.keys) {
    context.live.setKeys(await openByHuman(store.db, { passphrase: input.passphrase ?? input.password }), false);
  }
  const token = (await tokensOf(store.db, { kind: "admin", id: owner.id })).find((row) => row.status === "pending");
  const { keys } = context.live;
  if (!token || !keys) throw new AppError("SETUP_REQUIRED");
  return { store, keys, owner, token };
}

async function howItOpens(context: Context, store: Store): Promise<SetupSecrets["opensWith"]> {
  if (context.live.boundToKeychain) return "keychain";
  return (await listSlots(store.db)).some(opensWithPassword) ? "password" : "passphrase";
}

/**
 * Shows the pending authenticator again, with a new recovery key in place of one that may not have been written down.
 *
 * @throws AppError as `requireUnfinished`
 */
export async function resumeSetup(context: Context, input: ParsedInputOf<"setup.resume">): Promise<SetupSecrets> {
  const { store, keys, owner, token } = await requireUnfinished(context, input);
  const recoveryKey = newRecoveryKey();
  const dataKey = keys.exportDataKey();
  const slot = { ...recoverySlot(v7({ msecs: context.now }), recoveryKey, dataKey), created_at: context.now };
  dataKey.fill(0);
  const row = await change(context, async ({ tx, note, moment }) => {
    await requireNotThrottled(tx, adminKey(owner.id), moment);
    await deleteSlots(tx, "recovery");
    await insertSlot(tx, slot);
    await clearFailures(tx, adminKey(owner.id));
    note({ actor: null, action: "setup.resume", target: { id: owner.id, name: owner.name } });
    return requireConsole(tx);
  });
  const { uri, secret } = showPending(
    token,
    unsealSeed(keys, token),
    row.issuer,
    administratorAccount(owner.name, token, [token]),
  );
  const opensWith = await howItOpens(context, store);
  return { owner: owner.name, organisation: row.organisation, uri, secret, recoveryKey, opensWith };
}

/**
 * Confirms the owner's authenticator, finishes the set-up and signs the owner in.
 *
 * @throws AppError as `requireUnfinished`; SIGN_IN_REFUSED for a wrong code
 */
export async function confirmSetup(
  context: Context,
  input: ParsedInputOf<"setup.confirm">,
): Promise<OutputOf<"setup.confirm">> {
  const { now } = context;
  const { store, keys, owner, token } = await requireUnfinished(context, input);
  let confirmed: Partial<TokenRow>;
  try {
    confirmed = activated(token, provePending(keys, token, input.code, now, administratorLimits), now);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "ENROLMENT_CODE_WRONG") {
      // A code of another time proves the key: only the clocks are in question.
      const clocks = thrown.details?.["reason"] === "drifted";
      return refuse(store, owner, momentOf(context), clocks ? thrown.text : undefined);
    }
    throw thrown;
  }
  const holder = { kind: "admin", id: owner.id } as const;
  const fresh = await newCodeSet(keys, administratorCodes, now, context.options.codeCost);
  const { token: sessionToken, session } = await change(context, async ({ tx, note, moment }) => {
    await requireNotThrottled(tx, adminKey(owner.id), moment);
    await updateToken(tx, token.id, confirmed);
    await updateAdmin(tx, owner.id, { status: "active", updated_at: now });
    await updateConsole(tx, { setup: "complete" });
    await replaceCodeSet(tx, holder, fresh.set, fresh.hashes, now);
    await clearFailures(tx, adminKey(owner.id));
    const actor = { id: owner.id, name: owner.name };
    note({
      actor,
      action: "setup.complete",
      target: actor,
      details: { backupCodes: fresh.codes.length },
    });
    return beginSession(tx, context, owner);
  });
  context.caller.session.set(sessionToken);
  return { backupCodes: fresh.codes, codeSet: fresh.set.id, session };
}
