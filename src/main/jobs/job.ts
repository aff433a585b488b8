import type { CallOptions } from "../base/ports.ts";

/** What a job receives besides its input. It stops, with the signal's reason, soon after the signal. */
export type JobContext = Required<CallOptions>;

/**
 * Work for a separate thread. Input and output cross by structured clone; top-level bytes are moved, so that no copy of
 * a key is left behind.
 */
export type Job<Input, Output> = (input: Input, context: JobContext) => Promise<Output>;

export type JobTable = Record<string, Job<never, unknown>>;

type InputOf<Of> = Of extends Job<infer Given, unknown> ? Given : never;
type OutputOf<Of> = Of extends (...args: never[]) => Promise<infer Result> ? Result : never;

/** Runs the jobs of a table. */
export interface JobRunner<Table> {
  /**
   * @throws AppError BUSY while a job of that name runs, or while `exclusively` works
   * @throws AppError CANCELLED after the signal, once the thread has ended
   */
  run<Name extends keyof Table & string>(
    name: Name,
    input: InputOf<Table[Name]>,
    options?: CallOptions,
  ): Promise<OutputOf<Table[Name]>>;

  /** Lets no new job begin except those that `work` runs itself, waits for running ones, then does `work`. */
  exclusively<T>(work: (run: JobRunner<Table>["run"]) => Promise<T>): Promise<T>;
}
