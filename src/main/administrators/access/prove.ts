import { createHmac, randomBytes } from "node:crypto";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { nameKey } from "#shared/model/text.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Moment } from "../../base/ports.ts";
import { change, type Change } from "../../call/change.ts";
import { type Context, momentOf, opened } from "../../call/context.ts";
import { readPolicy } from "../../policy/policy.ts";
import { adminByName, readAdmin } from "../../store/console/admins.ts";
import type { Db, Store, Tx } from "../../store/store.ts";
import type { AdminRow } from "../../store/migrations/schema.ts";
import { attemptsOf, clearFailures, consoleDelays, recordFailure } from "../../throttle/throttle.ts";
import { type FactorProof, prepareFactor, settleFactor } from "../../twofactor/factor.ts";
import { administratorLimits } from "../../twofactor/limits.ts";
import { passwordFits } from "./passwords.ts";
import { signInRefused } from "./refused.ts";

/** What an administrator enters: password and second factor. No code at all: for those who may do without one. */
export interface Credentials {
  name: string;
  password: string;
  code?: string | undefined;
  backupCode?: string | undefined;
}

/** Unknown names are counted under a key of this process alone: people type passwords into the wrong field. */
const unknownNames = randomBytes(32);

export const unknownPrefix = "unknown:";

const unknownKey = (name: string): string =>
  `${unknownPrefix}${createHmac("sha256", unknownNames).update(nameKey(name)).digest("base64url")}`;

/** Wrong attempts are counted per administrator. */
export const adminKey = (id: AdminId): string => `admin:${id}`;

/** And all of them together: trying one name after the other has to wait as well. */
const consoleKey = "console";

export const keyOfName = (admin: AdminRow | undefined, name: string): string =>
  admin ? adminKey(admin.id) : unknownKey(name);

/**
 * Also asked before slow work: whoever must wait anyway costs none.
 *
 * @throws AppError THROTTLED with `retryAt`, UTC milliseconds; without it if only an owner can unlock
 */
export async function requireNotThrottled(db: Db, key: string, moment: Moment): Promise<void> {
  const own = await attemptsOf(db, key, moment);
  if (own.lockedOut) {
    throw new AppError("THROTTLED", {
      text: text("access.lockedOut"),
    });
  }
  const all = await attemptsOf(db, consoleKey, moment);
  const retryAt = Math.max(own.blockedUntil ?? 0, all.blockedUntil ?? 0);
  if (retryAt > 0) throw new AppError("THROTTLED", { details: { retryAt } });
}

/** Records a failed attempt of somebody who is not signed in. */
export async function countWrongAttempt(tx: Tx, key: string, moment: Moment): Promise<void> {
  await recordFailure(tx, key, moment);
  await recordFailure(tx, consoleKey, moment, consoleDelays);
}

/** After a success. */
export async function forgetWrongAttempts(tx: Tx, key: string): Promise<void> {
  await clearFailures(tx, key);
  await clearFailures(tx, consoleKey);
}

export interface Proven {
  method: FactorProof["method"] | "password";
  remainingBackupCodes: number | null;
}

interface Slow {
  key: string;
  passwordOk: boolean;
  proof: FactorProof;
  /** Whether no second factor was given. */
  without: boolean;
}

type Outcome<T> = { value: T } | { refused: AppError };

/** Whether somebody without a second factor may sign in without one. */
const mayDoWithout = async (tx: Tx, admin: AdminRow): Promise<boolean> =>
  admin.second_factor === "off" && (await readPolicy(tx)).secondFactorOptional;

/**
 * What the administrator has proven; null: it is somebody else; and whether an authenticator was locked by the attempt.
 */
async function judge(
  tx: Tx,
  context: Context,
  admin: AdminRow | undefined,
  { passwordOk, proof, without }: Slow,
): Promise<{ proven: Proven | null; locked: boolean }> {
  if (!admin || !passwordOk || admin.status !== "active" || admin.must_enrol === 1) {
    return { proven: null, locked: false };
  }
  if (without) {
    const proven = (await mayDoWithout(tx, admin))
      ? ({ method: "password", remainingBackupCodes: null } as const)
      : null;
    return { proven, locked: false };
  }
  const factor = await settleFactor(tx, opened(context).keys, proof, administratorLimits, context.now);
  const { accepted, remainingBackupCodes } = factor;
  return {
    proven: accepted ? { method: proof.method, remainingBackupCodes } : null,
    locked: factor.atLimit.locked.length > 0,
  };
}

/** One transaction decides: throttle, code, what follows and audit are all committed or none is. */
function settleProof<T>(
  context: Context,
  admin: AdminRow | undefined,
  slow: Slow,
  action: string,
  settle: (change: Change, admin: AdminRow, proven: Proven) => Promise<T>,
): Promise<Outcome<T>> {
  const { now } = context;
  return change(context, async (made): Promise<Outcome<T>> => {
    const { tx } = made;
    try {
      await requireNotThrottled(tx, slow.key, made.moment);
    } catch (thrown) {
      made.unaudited("counters");
      if (thrown instanceof AppError) return { refused: thrown };
      throw thrown;
    }
    // A reset, a new password or a removal may have come in between.
    const current = admin && (await readAdmin(tx, admin.id));
    const passwordOk = slow.passwordOk && current?.password_hash === admin?.password_hash;
    const { proven, locked } = await judge(tx, context, current, { ...slow, passwordOk });
    if (current && proven) {
      await forgetWrongAttempts(tx, slow.key);
      return { value: await settle(made, current, proven) };
    }
    await countWrongAttempt(tx, slow.key, made.moment);
    if (current) {
      made.note({
        actor: null,
        action,
        target: { id: current.id, name: current.name },
        result: "refused",
        details: { method: slow.without ? "password" : slow.proof.method, ...(locked ? { locked: true } : {}) },
      });
    } else made.unaudited("counters");
    return { refused: await signInRefused(tx, now) };
  });
}

/**
 * Proves who somebody is, by password and second factor, and does what follows in the same transaction. A refusal never
 * says what was wrong, and takes as long as a success.
 *
 * @param action in the audit log, for a refusal; `settle` records a success
 * @throws AppError SIGN_IN_REFUSED, THROTTLED, and what `settle` throws
 */
export async function proveAdministrator<T>(
  context: Context,
  credentials: Credentials,
  action: string,
  settle: (change: Change, admin: AdminRow, proven: Proven) => Promise<T>,
): Promise<T> {
  const { store, keys } = opened(context);
  const admin = await adminByName(store.db, nameKey(credentials.name));
  const key = keyOfName(admin, credentials.name);
  await requireNotThrottled(store.db, key, momentOf(context));
  const without = credentials.code === undefined && credentials.backupCode === undefined;
  const holder = admin ? ({ kind: "admin", id: admin.id } as const) : null;
  // No code is refused like a wrong one.
  const shown = without ? { code: "" } : credentials;
  const [passwordOk, proof] = await Promise.all([
    passwordFits(admin?.password_hash ?? null, credentials.password),
    prepareFactor(store.db, keys, holder, shown),
  ]);
  const outcome = await settleProof(context, admin, { key, passwordOk, proof, without }, action, settle);
  if ("refused" in outcome) throw outcome.refused;
  return outcome.value;
}

/** The administrator's counter and whether an attempt is allowed, before anything of it is examined. */
export async function openAttempt(context: Context, store: Store, name: string): Promise<string> {
  const admin = await adminByName(store.db, nameKey(name));
  const key = keyOfName(admin, name);
  await requireNotThrottled(store.db, key, momentOf(context));
  return key;
}
