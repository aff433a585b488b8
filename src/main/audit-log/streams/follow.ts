import type { LiveStore } from "../../call/live.ts";
import type { Logger } from "../../base/ports.ts";

/** How long events are collected before they are sent, and how often what failed is tried again, in milliseconds. */
const collectFor = 1000;
const tryEvery = 60_000;

/**
 * Sends the audit log on as it grows, while the console is open.
 *
 * @param send one attempt
 * @returns ends it; an attempt that is under way is stopped, and what it did not finish waits for the next start
 */
export function followStreams(
  live: LiveStore,
  logger: Logger,
  send: (signal: AbortSignal) => Promise<void>,
): () => Promise<void> {
  const stop = new AbortController();
  let sending: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const once = async (): Promise<void> => {
    try {
      if ((await live.phase()) === "ready") await send(stop.signal);
    } catch (cause) {
      if (!stop.signal.aborted) logger.warn("the audit log could not be sent on", { cause });
    }
  };
  const soon = (): void => {
    if (timer || sending || stop.signal.aborted) return;
    timer = setTimeout(() => {
      timer = undefined;
      sending = once().finally(() => (sending = null));
    }, collectFor);
    timer.unref();
  };
  const unsubscribe = live.onTouch((areas) => areas.includes("audit") && soon());
  const again = setInterval(soon, tryEvery);
  again.unref();
  soon();
  return async () => {
    unsubscribe();
    clearInterval(again);
    clearTimeout(timer);
    stop.abort();
    await sending;
  };
}
