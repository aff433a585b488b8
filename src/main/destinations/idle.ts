import { toAppError } from "../errors/to-app-error.ts";
import type { AppError } from "#shared/errors.ts";

/** Milliseconds in which a folder answers nothing at all until it counts as hanging; as long as a bucket's server has. */
export const usualIdle = 60_000;

/**
 * To be called between any two steps that may hang: the one before was answered.
 *
 * @throws AppError why the work is to stop
 */
export type Step = () => void;

interface Watch {
  /** Cancels. */
  signal: AbortSignal | undefined;
  /** Milliseconds between two steps. */
  idle: number;
  /** What is thrown when it was silent for so long. */
  silent: () => AppError;
  /** Called when it was given up, with what resolves when the call that hung has returned and the work has ended. */
  onHang?: (ended: Promise<void>) => void;
}

/**
 * Does work that is given up when it hangs: a call of the system to a dead disk or share returns at no time, and cannot be
 * ended. What was given up goes no further than the call that hung: when that returns, `step` ends the rest.
 *
 * @throws AppError what the work throws; what `silent` makes, or CANCELLED when it was cancelled before it fell silent
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
