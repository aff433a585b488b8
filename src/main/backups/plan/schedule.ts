import type { LiveStore } from "../../call/live.ts";
import type { Logger } from "../../base/ports.ts";

/** How often the schedule is checked, in milliseconds. */
const lookEvery = 60_000;

/**
 * Makes the scheduled backups while the console is open: also one that was missed, soon after the keys are there.
 * Problems are recorded in the run; nothing is repeated before the next check.
 *
 * @param look makes one if it is due
 * @returns stops the checks; a backup that is being made continues
 */
export function followSchedule(live: LiveStore, logger: Logger, look: () => Promise<void>): () => void {
  let looking = false;
  const once = async (): Promise<void> => {
    if (looking || (await live.phase()) !== "ready") return;
    looking = true;
    try {
      await look();
    } finally {
      looking = false;
    }
  };
  const tick = (): void => {
    once().catch((error: unknown) => logger.warn("the backup schedule could not be followed", { error }));
  };
  let had = false;
  const unsubscribe = live.onChange(() => {
    const has = live.keys !== null;
    if (has && !had) tick();
    had = has;
  });
  const timer = setInterval(tick, lookEvery);
  timer.unref();
  had = live.keys !== null;
  if (had) tick();
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
