import { Worker } from "node:worker_threads";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../errors/to-app-error.ts";
import type { CallOptions } from "../ports.ts";
import { LeftBehind } from "./hanging.ts";
import type { JobRunner } from "./job.ts";
import { detachable, type FromWorker, fromFault, type ToWorker } from "./messages.ts";

/** How long a thread that is done or cancelled may take to stop by itself before it is ended, in milliseconds. */
const grace = 1000;

/**
 * How long a thread that was ended may take, when it works elsewhere than in the data folder, until it is left behind: a call
 * of the system to a dead share returns at no time, and the thread waits for it. In milliseconds.
 */
const patienceElsewhere = 2000;

/** Work outside the data folder, on what may hang. */
export interface Elsewhere {
  /** Work with the same key is not begun as long as an earlier thread hangs there: each takes one of the process's few. */
  key: string;
  /** What is thrown then. */
  hangs: () => AppError;
}

/**
 * For each thread. A thread that works through much data would else let its nursery grow with the data before
 * it looks for garbage, and its memory with it.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** Ends a thread that does not end by itself in time. @param leave called where it does not end then either */
function endingOf(worker: Worker, leave: (() => void) | undefined): { soon: () => void; off: () => void } {
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
  /** Called when the thread is left behind, with what resolves when it ends after all; left out: it is waited for. */
  onHang?: ((ended: Promise<void>) => void) | undefined;
}

/** Runs one job in a fresh thread and returns when that thread has ended, with its files closed, or is left behind. */
async function runInThread(url: URL, name: string, input: unknown, options: ThreadOptions): Promise<unknown> {
  const { onHang } = options;
  options.signal?.throwIfAborted();
  const worker = new Worker(url, { execArgv: [], resourceLimits, name: `countersign ${name}` });
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
  worker.on("message", (message: FromWorker) => {
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

const busy = () => new AppError("BUSY", { message: "This is already being done. Wait until it is finished." });

/**
 * Long work in worker threads, one thread a job, so that what a job took (scrypt: hundreds of
 * megabytes) is given back when it ends.
 *
 * @typeParam Table the jobs of the worker behind `workerUrl`
 */
export class Jobs<Table> implements JobRunner<Table> {
  readonly #workerUrl: URL;
  readonly #elsewhere: (name: string, input: unknown) => Elsewhere | null;
  /** Keys of work whose threads were left behind. */
  readonly #hanging = new LeftBehind();
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #closing = new AbortController();
  #exclusive = false;

  /** @param elsewhere which jobs work outside the data folder; their threads are left behind when they hang */
  constructor(workerUrl: URL, elsewhere: (name: string, input: unknown) => Elsewhere | null = () => null) {
    this.#workerUrl = workerUrl;
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
    const work = runInThread(this.#workerUrl, name, input, {
      ...options,
      signal: AbortSignal.any(signals),
      onHang: place ? (ended) => this.#hanging.add(place.key, ended) : undefined,
    });
    this.#running.set(name, work);
    try {
      // The thread answers with what the table says of this name.
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

  /** Cancels what runs and waits until it has ended or is left behind. Nothing can be run afterwards. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running.values());
  }
}
