import { createHmac, randomBytes } from "node:crypto";
import { AppError } from "#shared/errors.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { AdminId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { appendAudit } from "../audit/append.ts";
import { type Context, opened } from "../context.ts";
import { adminByName } from "../store/admins.ts";
import type { Store } from "../store/open.ts";
import type { AdminRow } from "../store/schema.ts";
import { pruneThrottle } from "../store/throttle.ts";
import { listSlots } from "../store/vault-slots.ts";
import { blockedUntil, clearFailures, recordFailure } from "../throttle/throttle.ts";
import { eraseExpired } from "../twofactor/expiry.ts";
import { type FactorProof, prepareFactor, settleFactor } from "../twofactor/factor.ts";
import { administratorLimits } from "../twofactor/limits.ts";
import { openByHuman } from "../vault/open.ts";
import { opensWithPassword } from "../vault/slots.ts";
import { passwordFits } from "./passwords.ts";
import { beginSession, keyForSession, type NewSession } from "./sessions.ts";

type Input = ParsedInputOf<"access.signIn">;

/** Unknown names are counted under a key of this process alone: people type passwords into the wrong field. */
const unknownNames = randomBytes(32);

const unknownPrefix = "unknown:";

/** How long such a counter is kept, in milliseconds. An administrator's is kept until a success. */
const unknownKept = 24 * 3_600_000;

const unknownKey = (name: string): string =>
  `${unknownPrefix}${createHmac("sha256", unknownNames).update(nameKey(name)).digest("base64url")}`;

/** Wrong attempts are counted per administrator. */
export const adminKey = (id: AdminId): string => `admin:${id}`;

/** @throws AppError THROTTLED with `retryAt`, UTC milliseconds */
export async function requireNotThrottled(store: Store, key: string, now: number): Promise<void> {
  const retryAt = await blockedUntil(store.db, key, now);
  if (retryAt !== null) throw new AppError("THROTTLED", { details: { retryAt } });
}

/**
 * Opens a locked vault with the passphrase, or with the password where the owner's password is it.
 * A password that opens nothing is refused like any wrong one.
 *
 * @throws AppError UNLOCK_REFUSED for a wrong passphrase, SIGN_IN_REFUSED for a wrong password
 */
async function openVault(context: Context, store: Store, input: Input, key: string): Promise<void> {
  if (context.live.keys) return;
  try {
    const keys = await openByHuman(store.db, { passphrase: input.passphrase ?? input.password });
    context.live.setKeys(keys, false);
  } catch (thrown) {
    await store.write((tx) => recordFailure(tx, key, context.now));
    if (input.passphrase !== undefined) throw thrown;
    const passwordOpens = (await listSlots(store.db)).some(opensWithPassword);
    throw new AppError(passwordOpens ? "SIGN_IN_REFUSED" : "VAULT_LOCKED", { cause: thrown });
  }
}

type Outcome = { signedIn: NewSession; remaining: number | null } | { refused: AppError };

/** One transaction decides: throttle, code, session and audit are all kept or none is. */
function settle(
  context: Context,
  admin: AdminRow | undefined,
  passwordOk: boolean,
  proof: FactorProof,
  key: string,
): Promise<Outcome> {
  const { store, keys } = opened(context);
  const { now } = context;
  return store.write(async (tx): Promise<Outcome> => {
    const retryAt = await blockedUntil(tx, key, now);
    if (retryAt !== null) return { refused: new AppError("THROTTLED", { details: { retryAt } }) };
    const factor =
      admin && passwordOk && admin.status === "active"
        ? await settleFactor(tx, keys, proof, administratorLimits, now)
        : null;
    const target = admin ? { id: admin.id, name: admin.name } : null;
    if (!admin || !factor?.accepted) {
      await recordFailure(tx, key, now);
      if (target) {
        await appendAudit(tx, keys, now, {
          actor: null,
          action: "access.sign_in",
          target,
          result: "refused",
          details: { method: proof.method, ...(factor && factor.locked.length > 0 ? { locked: true } : {}) },
        });
      }
      return { refused: new AppError("SIGN_IN_REFUSED") };
    }
    await clearFailures(tx, key);
    await pruneThrottle(tx, unknownPrefix, now - unknownKept);
    await eraseExpired(tx, keys, now);
    const dataKey = keyForSession(context, keys);
    const signedIn = await beginSession(tx, admin, now, dataKey);
    await appendAudit(tx, keys, now, {
      actor: target,
      action: "access.sign_in",
      target,
      details: { method: proof.method },
    });
    return { signedIn, remaining: factor.remainingBackupCodes };
  });
}

/**
 * Signs an administrator in. A refusal never says what was wrong, and takes as long as a success.
 *
 * @throws AppError SIGN_IN_REFUSED, THROTTLED, VAULT_LOCKED, UNLOCK_REFUSED
 */
export async function signIn(context: Context, input: Input): Promise<OutputOf<"access.signIn">> {
  const { store } = context.live;
  if (!store) throw new AppError("SETUP_REQUIRED");
  const admin = await adminByName(store.db, nameKey(input.name));
  const key = admin ? adminKey(admin.id) : unknownKey(input.name);
  await requireNotThrottled(store, key, context.now);
  await openVault(context, store, input, key);
  const { keys } = opened(context);
  const passwordOk = await passwordFits(admin?.password_hash ?? null, input.password);
  const proof = await prepareFactor(store.db, keys, admin ? { kind: "admin", id: admin.id } : null, input);
  const outcome = await settle(context, admin, passwordOk, proof, key);
  if ("refused" in outcome) throw outcome.refused;
  context.caller.session.set(outcome.signedIn.token);
  context.live.changed();
  return { session: outcome.signedIn.session, remainingBackupCodes: outcome.remaining };
}
