import { toAppError } from "../../base/errors/to-app-error.ts";
import type { ConsoleOptions, Moment } from "../../base/ports.ts";
import { unaudited } from "../../call/change.ts";
import { momentOf } from "../../call/context.ts";
import type { LiveStore } from "../../call/live.ts";
import { somethingWaits } from "../../store/console/counted-time.ts";
import type { Store } from "../../store/store.ts";
import { countedBefore, countOn } from "../../throttle/wait.ts";

type Options = Pick<ConsoleOptions, "clock" | "computer" | "logger">;

/** Nobody waits for this: what is not written down now is less that counts later. */
async function count(store: Store, moment: Moment, { logger }: Options, due: () => Promise<boolean>): Promise<void> {
  try {
    if (await due()) await unaudited(store, "counters", (tx) => countOn(tx, moment), { patience: 0 });
  } catch (thrown) {
    logger.warn("how far waits have come could not be written down", { cause: toAppError(thrown) });
  }
}

const momentNow = (options: Options): Moment => momentOf({ now: options.clock.now(), options });

/** A store is opened: from here on time counts on this computer, in this start of it. */
export async function startCounting(live: LiveStore, options: Options): Promise<void> {
  const { store } = live;
  const moment = momentNow(options);
  if (store) await count(store, moment, options, () => countedBefore(store.db, moment));
}

/** What a computer that is switched off may lose of a wait, in milliseconds. */
const every = 5 * 60_000;

/** While the console is open, and when it ends: the computer may be off before the next look. */
export async function keepCounting(live: LiveStore, options: Options): Promise<void> {
  const { store } = live;
  if (!store || live.problem) return;
  const moment = momentNow(options);
  const due = async () => (await somethingWaits(store.db)) && countedBefore(store.db, moment, every);
  await count(store, moment, options, due);
}
