import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError, type ErrorDetails } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Token } from "#shared/model/records.ts";
import { change, type Change } from "../call/change.ts";
import type { Context } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
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

async function wrongOf({ tx, moment }: Change, { user }: UserToken): Promise<Wrong> {
  const checks = await attemptsOf(tx, throttleKey(user.id), moment);
  const tests = await attemptsOf(tx, testKey(user.id), moment);
  const failures = checks.failures + tests.failures;
  const waits = checks.blockedUntil !== null || tests.blockedUntil !== null;
  return { failures, waits, testsOver: failures >= (await readPolicy(tx)).failureLimit };
}

const needsOperator = (failures: number): AppError =>
  new AppError("FORBIDDEN", {
    text: text("authenticators.needsOperator", { count: failures }),
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
  const keepsCount = context.session?.role === "helpdesk";
  const done = await change(context, async (made) => {
    const { tx, note, unaudited } = made;
    const found = await requireUserToken(tx, input.tokenId);
    const { token, user } = found;
    const wrong = await wrongOf(made, found);
    const pending = token.status === "pending" && wrong.failures > 0;
    if (!pending && token.status !== moves.unlock.to) requireMove(token, "unlock");
    const refusal = keepsCount ? beyondHelpDesk(found, wrong) : null;
    const { target, details } = tokenTarget(found);
    const counts: ErrorDetails = { failures: token.failures, ...(keepsCount ? { countKept: true } : {}) };
    const event = { action: moves.unlock.action, target };
    const told = { ...details, ...counts, ...because(input.reason) };
    if (refusal) {
      note({ ...event, result: "refused", details: told });
      return refusal;
    }
    const given = unlocked(found, wrong, keepsCount);
    if (given === null) {
      unaudited("counters");
      return toToken(token);
    }
    if (token.status !== "pending") await updateToken(tx, token.id, given);
    if (token.status === "locked") await voidOutlived(made, user);
    for (const key of [throttleKey(user.id), testKey(user.id)]) await (keepsCount ? endDelay : clearFailures)(tx, key);
    note({ ...event, details: told });
    return toToken({ ...token, ...given });
  });
  return unlessRefused(done);
}
