import type { Progress } from "#shared/contract/audit.ts";

/** Progress with its speed. */
export interface PacedProgress extends Progress {
  /** Units per second since the phase began; null in its first half second, when it would be unsteady. */
  pace: number | null;
}

const settlingSeconds = 0.5;

/**
 * Measures the speed of each phase of a job.
 * @param now milliseconds of a monotonic clock
 */
export function createPace(now: () => number): (progress: Progress) => PacedProgress {
  let start = { phase: "", at: 0, done: 0 };
  return (progress) => {
    if (start.phase !== progress.phase) start = { phase: progress.phase, at: now(), done: progress.done };
    const seconds = (now() - start.at) / 1000;
    return { ...progress, pace: seconds < settlingSeconds ? null : (progress.done - start.done) / seconds };
  };
}
