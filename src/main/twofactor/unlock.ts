import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { Token } from "#shared/model/records.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
import type { Tx } from "../store/open.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { updateToken } from "../store/factors/tokens.ts";
import { attemptsOf, clearFailures, endDelay, hardLimit } from "../throttle/throttle.ts";
import { unlessRefused } from "./guesses.ts";
import { because, noFailures } from "./moves.ts";
import { moves, requireMove } from "./states.ts";
import { testKey, throttleKey } from "./throttle-keys.ts";
import { requireUserToken, tokenTarget, toToken, type UserToken } from "./tokens.ts";
import { voidOutlived } from "./void-enrolment.ts";

/** What too many wrong codes have caused for a person. */
interface Wrong {
  /** Of checks and of tests together. */
  failures: number;
  waits: boolean;
  /** Codes can no longer be tested. */
  testsOver: boolean;
}

async function wrongOf(tx: Tx, { user }: UserToken, now: number): Promise<Wrong> {
  const checks = await attemptsOf(tx, throttleKey(user.id), now);
  const tests = await attemptsOf(tx, testKey(user.id), now);
  const failures = checks.failures + tests.failures;
  const waits = checks.blockedUntil !== null || tests.blockedUntil !== null;
  return { failures, waits, testsOver: failures >= (await readPolicy(tx)).failureLimit };
}

const needsOperator = (failures: number): AppError =>
  new AppError("FORBIDDEN", {
    message: `${failures} wrong codes in a row. Only an operator or an owner can unlock this: find out who was trying, then ask one.`,
    details: { failures },
  });

/** @returns why a help desk cannot do it, which would let somebody guess without end; null: it can */
function beyondHelpDesk({ token }: UserToken, { failures, waits, testsOver }: Wrong): AppError | null {
  if (token.status === "locked") return token.failures >= hardLimit ? needsOperator(token.failures) : null;
  return testsOver && !waits ? needsOperator(failures) : null;
}

/** @returns what changes of the authenticator; null if there is nothing to unlock */
function unlocked({ token }: UserToken, { failures, waits }: Wrong, keepsCount: boolean): Partial<TokenRow> | null {
  const clears = !keepsCount && failures > 0;
  if (token.status === "pending") return waits || clears ? {} : null;
  if (token.status !== "locked" && !waits && !clears && (keepsCount || token.failures === 0)) return null;
  return { status: moves.unlock.to, ...(keepsCount ? {} : noFailures) };
}

/**
 * Ends the effects of too many wrong codes: the lock, and the person's waiting period. An operator or owner also clears
 * the counts; after a help desk they go on, up to the hundred in a row of NIST SP 800-63B-4 3.2.2. A pending enrolment
 * always keeps its own.
 *
 * @throws AppError NOT_FOUND, TOKEN_STATE; FORBIDDEN for a help desk where only clearing the counts would help
 */
export async function unlockToken(context: Context, input: ParsedInputOf<"tokens.unlock">): Promise<Token> {
  const { store, keys } = opened(context);
  const { now } = context;
  const keepsCount = context.session?.role === "helpdesk";
  const done = await store.write(async (tx) => {
    const found = await requireUserToken(tx, input.tokenId);
    const { token, user } = found;
    const wrong = await wrongOf(tx, found, now);
    const pending = token.status === "pending" && wrong.failures > 0;
    if (!pending && token.status !== moves.unlock.to) requireMove(token, "unlock");
    const refusal = keepsCount ? beyondHelpDesk(found, wrong) : null;
    const { target, details } = tokenTarget(found);
    const counts: ErrorDetails = { failures: token.failures, ...(keepsCount ? { countKept: true } : {}) };
    const event = { actor: actorOf(context), action: moves.unlock.action, target };
    const told = { ...details, ...counts, ...because(input.reason) };
    if (refusal) {
      await appendAudit(tx, keys, now, { ...event, result: "refused", details: told });
      return refusal;
    }
    const change = unlocked(found, wrong, keepsCount);
    if (change === null) return toToken(token);
    if (token.status !== "pending") await updateToken(tx, token.id, change);
    if (token.status === "locked") await voidOutlived(tx, keys, user, { actor: actorOf(context), at: now });
    for (const key of [throttleKey(user.id), testKey(user.id)]) await (keepsCount ? endDelay : clearFailures)(tx, key);
    await appendAudit(tx, keys, now, { ...event, details: told });
    return toToken({ ...token, ...change });
  });
  return unlessRefused(done);
}
