import { Worker } from "node:worker_threads";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { toAppError } from "../base/errors/to-app-error.ts";
import type { CallOptions, StartThread, Thread } from "../base/ports.ts";
import { LeftBehind } from "./hanging.ts";
import type { JobRunner } from "./job.ts";
import { detachable, type FromWorker, fromFault, type ToWorker } from "./messages.ts";

/** How long a finished or cancelled thread may take to stop on its own before it is terminated, in milliseconds. */
const grace = 1000;

/**
 * How long a terminated thread that works outside the data folder may take until it is abandoned: a system call to a
 * dead share never returns, and the thread waits for it. In milliseconds.
 */
const patienceElsewhere = 2000;

/** Work outside the data folder, on something that may hang. */
export interface Elsewhere {
  /**
   * Work with the same key is not begun while an earlier thread hangs there: each occupies one of the process's few.
   */
  key: string;
  /** What is thrown then. */
  hangs: () => AppError;
}

/**
 * For each thread. Otherwise a thread that works through much data would let its nursery, and its memory, grow with the
 * data before it collects garbage.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/**
 * A new thread for each job, so that what a job used (scrypt: hundreds of megabytes) is released when it ends.
 *
 * @param url the file that it runs
 */
export const freshThread =
  (url: URL): StartThread =>
  (name) =>
    new Worker(url, { execArgv: [], resourceLimits, name: `countersign ${name}` });

/** Terminates a thread that does not stop in time. @param leave called if it does not end then either */
function endingOf(worker: Thread, leave: (() => void) | undefined): { soon: () => void; off: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    void worker.terminate();
    if (leave) timer = setTimeout(leave, patienceElsewhere);
  };
  const soon = (): void => {
    timer ??= setTimeout(end, grace);
  };
  return { soon, off: () => clearTimeout(timer) };
}

interface ThreadOptions extends CallOptions {
  /**
   * Called when the thread is abandoned, with a promise that resolves if it ends after all; omitted: it is waited for.
   */
  onHang?: ((ended: Promise<void>) => void) | undefined;
}

/** Runs one job in a thread and returns when that thread has ended, with its files closed, or is abandoned. */
async function runInThread(start: StartThread, name: string, input: unknown, options: ThreadOptions): Promise<unknown> {
  const { onHang } = options;
  options.signal?.throwIfAborted();
  const worker = start(name);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const exited = new Promise<void>((ended) => worker.once("exit", () => ended()));
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  let cancelled = false;
  const without = (what: string): AppError =>
    new AppError(cancelled ? "CANCELLED" : "INTERNAL", { cause: new Error(`${name}: the thread ${what}`) });
  const leaveBehind = (): void => {
    worker.unref();
    onHang?.(exited);
    reject(without("hangs"));
    leave();
  };
  const ending = endingOf(worker, onHang ? leaveBehind : undefined);
  const cancel = (): void => {
    cancelled = true;
    worker.postMessage({ kind: "cancel" } satisfies ToWorker, []);
    ending.soon();
  };
  worker.on("message", (received) => {
    const message = received as FromWorker;
    if (message.kind === "progress") options.onProgress?.(message.progress);
    else if (message.kind === "done") resolve(message.output);
    else reject(fromFault(message.fault));
  });
  worker.once("error", reject);
  worker.once("exit", () => reject(without("ended without a result")));
  options.signal?.addEventListener("abort", cancel, { once: true });
  try {
    const { value, transfer } = detachable(input);
    worker.postMessage({ kind: "run", name, input: value } satisfies ToWorker, transfer);
    const output = await promise;
    // Finished and cancelled at the same moment: the person was told that it stops.
    if (cancelled) throw new AppError("CANCELLED");
    return output;
  } catch (thrown) {
    throw toAppError(thrown);
  } finally {
    options.signal?.removeEventListener("abort", cancel);
    ending.soon();
    await Promise.race([exited, left]);
    ending.off();
  }
}

const busy = () => new AppError("BUSY", { text: text("base.inProgress") });

/**
 * Long work in worker threads, one thread per job.
 *
 * @typeParam Table the jobs that the threads know
 */
export class Jobs<Table> implements JobRunner<Table> {
  readonly #startThread: StartThread;
  readonly #elsewhere: (name: string, input: unknown) => Elsewhere | null;
  /** Keys of work whose threads were abandoned. */
  readonly #hanging = new LeftBehind();
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #closing = new AbortController();
  #exclusive = false;

  /** @param elsewhere which jobs work outside the data folder; their threads are abandoned if they hang */
  constructor(startThread: StartThread, elsewhere: (name: string, input: unknown) => Elsewhere | null = () => null) {
    this.#startThread = startThread;
    this.#elsewhere = elsewhere;
  }

  run: JobRunner<Table>["run"] = (name, input, options) =>
    this.#exclusive ? Promise.reject(busy()) : this.#start(name, input, options);

  #start: JobRunner<Table>["run"] = async (name, input, options = {}) => {
    if (this.#closing.signal.aborted) throw new AppError("CANCELLED");
    if (this.#running.has(name)) throw busy();
    const place = this.#elsewhere(name, input);
    if (place && this.#hanging.has(place.key)) throw place.hangs();
    const signals = [this.#closing.signal, ...(options.signal ? [options.signal] : [])];
    const work = runInThread(this.#startThread, name, input, {
      ...options,
      signal: AbortSignal.any(signals),
      onHang: place ? (ended) => this.#hanging.add(place.key, ended) : undefined,
    });
    this.#running.set(name, work);
    try {
      // The thread answers with what the table says about this name.
      return (await work) as never;
    } catch (thrown) {
      throw toAppError(thrown);
    } finally {
      this.#running.delete(name);
    }
  };

  async exclusively<T>(work: (run: JobRunner<Table>["run"]) => Promise<T>): Promise<T> {
    if (this.#exclusive) throw new AppError("BUSY");
    this.#exclusive = true;
    try {
      await Promise.allSettled(this.#running.values());
      return await work(this.#start);
    } finally {
      this.#exclusive = false;
    }
  }

  /** Cancels what runs and waits until it has ended or is abandoned. Nothing can be run afterwards. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running.values());
  }
}
