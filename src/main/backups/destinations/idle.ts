import { toAppError } from "../../base/errors/to-app-error.ts";
import type { AppError } from "#shared/errors.ts";

/** Milliseconds without any answer after which a folder counts as hanging; the same as for a bucket's server. */
export const usualIdle = 60_000;

/**
 * To be called between any two steps that may hang: the previous one was answered.
 *
 * @throws AppError why the work is to stop
 */
export type Step = () => void;

interface Watch {
  /** Cancels. */
  signal: AbortSignal | undefined;
  /** Milliseconds between two steps. */
  idle: number;
  /** What is thrown after this much silence. */
  silent: () => AppError;
  /**
   * Called when the work is abandoned, with a promise that resolves when the hanging call has returned and the work has
   * ended.
   */
  onHang?: (ended: Promise<void>) => void;
}

/**
 * Does work that is abandoned if it hangs: a system call to a dead disk or share never returns, and cannot be ended.
 * Abandoned work goes no further than the hanging call: if that returns, `step` ends the rest.
 *
 * @throws AppError what the work throws; what `silent` makes, or CANCELLED if it was cancelled before it fell silent
 */
export async function whileAnswering<T>(
  { signal: cancel, idle, silent, onHang }: Watch,
  work: (step: Step) => Promise<T>,
): Promise<T> {
  const givingUp = new AbortController();
  const signal = cancel ? AbortSignal.any([cancel, givingUp.signal]) : givingUp.signal;
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    givingUp.abort(silent());
    onHang?.(ended);
    reject(toAppError(signal.reason));
  }, idle);
  const step: Step = () => {
    if (signal.aborted) throw toAppError(signal.reason);
    timer.refresh();
  };
  const working = work(step);
  const ended = Promise.allSettled([working]).then(() => undefined);
  try {
    return await Promise.race([working, silence]);
  } finally {
    clearTimeout(timer);
  }
}
