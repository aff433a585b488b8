import { AppError } from "#shared/errors.ts";
import type { Moment } from "../base/ports.ts";
import type { Change, Event } from "../call/change.ts";
import type { Db, Tx } from "../store/store.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { countFailure, forgetFailures, type Holder, updateToken } from "../store/factors/tokens.ts";
import {
  type Attempts,
  attemptsOf,
  clearFailures,
  type Delays,
  hardLimit,
  recordFailure,
} from "../throttle/throttle.ts";
import { canBeGuessed } from "./expiry.ts";
import { expectedStep, type Match } from "./match.ts";
import { requirePending } from "./pending.ts";
import { tell } from "./spent.ts";
import { moves } from "./states.ts";
import { testKey, throttleKey } from "./throttle-keys.ts";
import { tokenTarget, type UserToken } from "./tokens.ts";
import { voidGuessed } from "./void-enrolment.ts";

/** What too many wrong codes in a row have caused. */
export interface AtLimit {
  /** Active authenticators that are now locked. */
  locked: TokenRow[];
  /** Pending enrolments: the caller makes them void. */
  spent: TokenRow[];
}

export const nothingAtLimit: AtLimit = { locked: [], spent: [] };

/** A help desk unlocks without clearing the count: as many more wrong codes lock again, until there are a hundred. */
const locksAt = (failures: number, failureLimit: number): boolean =>
  failures >= hardLimit || failures % failureLimit === 0;

/**
 * Counts a wrong code on every authenticator that it was compared with and could have affected. At the limit an active
 * one is locked, and a pending enrolment is void (NIST SP 800-63B-4 3.2.2).
 *
 * @param facts.aimed whether it was meant for these alone: then only their own success clears the count
 */
export async function countWrong(
  tx: Tx,
  asked: readonly TokenRow[],
  facts: { aimed: boolean; failureLimit: number; now: number },
): Promise<AtLimit> {
  const guessed = asked.filter((token) => canBeGuessed(token, facts.now));
  await countFailure(
    tx,
    guessed.map(({ id }) => id),
    facts.aimed,
  );
  const locked = guessed.filter(
    (token) => token.status === "active" && locksAt(token.failures + 1, facts.failureLimit),
  );
  for (const token of locked) await updateToken(tx, token.id, { status: moves.lock.to });
  const spent = guessed.filter(({ status, failures }) => status === "pending" && failures + 1 >= facts.failureLimit);
  return { locked, spent };
}

/**
 * Records in the audit log what was locked at the limit, and voids the pending enrolments concerned, with their
 * letters.
 */
export async function settleLimit(made: Change, user: UserToken["user"], { locked, spent }: AtLimit): Promise<void> {
  for (const token of locked) made.note({ actor: null, action: moves.lock.action, ...tokenTarget({ token, user }) });
  for (const { id } of spent) await voidGuessed(made, user, id);
}

/**
 * The holder has given a correct code: earlier guesses are forgotten, except those aimed at another authenticator.
 *
 * @param tokens all of the holder's, if this transaction has read them
 */
export async function forgetGuesses(tx: Tx, holder: Holder, tokens?: readonly TokenRow[]): Promise<void> {
  const counted = tokens?.some(({ failures, aimed_failures }) => failures > aimed_failures) ?? true;
  if (counted) await forgetFailures(tx, holder);
  if (holder.kind !== "user") return;
  await clearFailures(tx, throttleKey(holder.id));
  await clearFailures(tx, testKey(holder.id));
}

/** How wrong codes for one enrolment are counted, and what they do. */
export interface FirstCode {
  /** Key under which they are counted and slowed down. */
  key: string;
  delays: Delays;
  failureLimit: number;
  /** Records a wrong code in the audit log. */
  refused(): void;
  /** Called when the limit is reached. */
  spent(): Promise<void>;
}

const throttled = ({ blockedUntil }: Attempts): AppError | null =>
  blockedUntil === null ? null : new AppError("THROTTLED", { details: { retryAt: blockedUntil } });

export const throttledUntil = async (db: Db, key: string, moment: Moment): Promise<AppError | null> =>
  throttled(await attemptsOf(db, key, moment));

/**
 * Confirms a pending enrolment. A wrong code is counted and delays the next: the caller commits the transaction and
 * then throws what was refused.
 *
 * @param prove throws ENROLMENT_CODE_WRONG for a wrong code
 * @throws AppError TOKEN_STATE, ENROLMENT_EXPIRED
 */
export async function proveFirstCode(
  { tx, at: now, moment, unaudited }: Change,
  token: TokenRow,
  prove: () => Match,
  facts: FirstCode,
): Promise<Match | AppError> {
  requirePending(token, now);
  const attempts = await attemptsOf(tx, facts.key, moment);
  const waits = throttled(attempts);
  if (waits) {
    unaudited("counters");
    return waits;
  }
  try {
    return prove();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "ENROLMENT_CODE_WRONG") throw thrown;
    await recordFailure(tx, facts.key, moment, facts.delays, attempts);
    const ahead = thrown.details?.["driftSteps"];
    if (typeof ahead === "number" && ahead > 0) {
      await updateToken(tx, token.id, tell(token, expectedStep(token, now) + ahead));
    }
    const { spent } = await countWrong(tx, [token], { aimed: true, failureLimit: facts.failureLimit, now });
    facts.refused();
    if (spent.length === 0) return thrown;
    await facts.spent();
    return new AppError("ENROLMENT_VOID");
  }
}

/** As `proveFirstCode`, for the enrolment of a person. */
export function proveUserFirstCode(
  made: Change,
  found: UserToken,
  prove: () => Match,
  policy: Delays & { failureLimit: number },
): Promise<Match | AppError> {
  const { user, token } = found;
  const event: Event = { action: moves.confirm.action, result: "refused", ...tokenTarget(found) };
  return proveFirstCode(made, token, prove, {
    key: throttleKey(user.id),
    delays: policy,
    failureLimit: policy.failureLimit,
    refused: () => made.note(event),
    spent: () => settleLimit(made, user, { locked: [], spent: [token] }),
  });
}

/** @throws AppError what was refused in a committed transaction */
export function unlessRefused<T>(outcome: T | AppError): T {
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}
