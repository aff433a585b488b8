import { unaudited } from "../../call/change.ts";
import type { Store } from "../../store/store.ts";
import { type Attempts, attemptsNow, attemptsOf } from "../../throttle/throttle.ts";

/** Before slow work and the transaction that decides. Only where the clock was set back is there anything to store. */
export async function attemptsBefore(store: Store, key: string, now: number): Promise<Attempts> {
  const found = await attemptsOf(store.db, key, now);
  return found.restarts ? unaudited(store, "counters", (tx) => attemptsNow(tx, key, now)) : found;
}
