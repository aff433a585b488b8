import { AppError } from "#shared/errors.ts";
import { unaudited } from "../../call/change.ts";
import { type Context, momentOf } from "../../call/context.ts";
import type { Store } from "../../store/store.ts";
import { attemptsOf, clearFailures, recordFailure } from "../../throttle/throttle.ts";

const throttleKey = "vault";

const throttled = (retryAt: number) => new AppError("THROTTLED", { details: { retryAt } });

type Outcome<T> = { value: T } | { refused: AppError };

async function tryOut<T>(attempt: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await attempt() };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "UNLOCK_REFUSED") return { refused: thrown };
    throw thrown;
  }
}

/**
 * Tries a secret of the vault and counts wrong ones. Parallel guesses get no more answers than guesses one after the
 * other: the result is counted before it is returned.
 *
 * @param attempt throws UNLOCK_REFUSED for a wrong one
 * @param discard wipes a result that may not be returned
 * @throws AppError THROTTLED with `retryAt`, UTC milliseconds, and what `attempt` throws
 */
export async function guarded<T>(
  context: Context,
  store: Store,
  attempt: () => Promise<T>,
  discard: (value: T) => void = () => undefined,
): Promise<T> {
  const moment = momentOf(context);
  const { blockedUntil: waiting } = await attemptsOf(store.db, throttleKey, moment);
  if (waiting !== null) throw throttled(waiting);
  const outcome = await tryOut(attempt);
  const retryAt = await unaudited(store, "counters", async (tx) => {
    const { blockedUntil: until } = await attemptsOf(tx, throttleKey, moment);
    if (until !== null) return until;
    if ("refused" in outcome) await recordFailure(tx, throttleKey, moment);
    else await clearFailures(tx, throttleKey);
    return null;
  });
  if (retryAt !== null && "value" in outcome) discard(outcome.value);
  if (retryAt !== null) throw throttled(retryAt);
  if ("refused" in outcome) throw outcome.refused;
  return outcome.value;
}
