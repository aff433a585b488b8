import type { Store } from "#main/store/store.ts";
import { recordFailure } from "#main/throttle/throttle.ts";
import { clockAt } from "../../support/clock-at.ts";

/** Transactions that a writer makes. */
export const rounds = 200;

/** Many transactions that read first and write then. */
export async function countUp(store: Store, key: string): Promise<void> {
  const moment = { now: 1, clock: clockAt(() => 1), computer: { id: "00" } };
  for (let round = 0; round < rounds; round += 1) await store.write((tx) => recordFailure(tx, key, moment));
}
