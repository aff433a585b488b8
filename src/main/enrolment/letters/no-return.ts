/**
 * The point of no return, shared by two threads: either the work is cancelled before it is committed, or it is
 * committed and can no longer be cancelled. One shared word; the first thread to write it wins.
 */
export type Gate = Int32Array;

const open = 0;
const kept = 1;
const cancelled = 2;

export const newGate = (): Gate => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

const take = (gate: Gate, state: number): boolean => Atomics.compareExchange(gate, 0, open, state) === open;

/** For the worker, right before it commits what it made. @returns false if it was cancelled */
export const passGate = (gate: Gate): boolean => take(gate, kept);

/**
 * For the caller: a signal that follows the given one until the worker is past this point. Without it somebody could be
 * told that nothing was changed when everything was.
 */
export function gatedSignal(gate: Gate, signal: AbortSignal | undefined): AbortSignal | undefined {
  if (!signal) return undefined;
  const gated = new AbortController();
  const stop = (): void => {
    if (take(gate, cancelled)) gated.abort(signal.reason);
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, { once: true });
  return gated.signal;
}
