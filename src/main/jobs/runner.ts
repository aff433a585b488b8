import { Worker } from "node:worker_threads";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../errors/to-app-error.ts";
import type { CallOptions } from "../ports.ts";
import type { JobRunner } from "./job.ts";
import { detachable, type FromWorker, fromFault, type ToWorker } from "./messages.ts";

/** How long a thread that is done or cancelled may take to stop by itself before it is ended, in milliseconds. */
const grace = 1000;

/**
 * For each thread. A thread that works through much data would else let its nursery grow with the data before
 * it looks for garbage, and its memory with it.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** Runs one job in a fresh thread and returns when that thread has ended, with its files closed. */
async function runInThread(url: URL, name: string, input: unknown, options: CallOptions): Promise<unknown> {
  options.signal?.throwIfAborted();
  const worker = new Worker(url, { execArgv: [], resourceLimits, name: `countersign ${name}` });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const exited = new Promise<void>((ended) => worker.once("exit", () => ended()));
  let patience: NodeJS.Timeout | undefined;
  const endSoon = (): void => {
    patience ??= setTimeout(() => void worker.terminate(), grace);
  };
  let cancelled = false;
  const cancel = (): void => {
    cancelled = true;
    worker.postMessage({ kind: "cancel" } satisfies ToWorker, []);
    endSoon();
  };
  worker.on("message", (message: FromWorker) => {
    if (message.kind === "progress") options.onProgress?.(message.progress);
    else if (message.kind === "done") resolve(message.output);
    else reject(fromFault(message.fault));
  });
  worker.once("error", reject);
  worker.once("exit", () =>
    reject(
      new AppError(cancelled ? "CANCELLED" : "INTERNAL", {
        cause: new Error(`${name}: the thread ended without a result`),
      }),
    ),
  );
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
    endSoon();
    await exited;
    clearTimeout(patience);
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
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #closing = new AbortController();
  #exclusive = false;

  constructor(workerUrl: URL) {
    this.#workerUrl = workerUrl;
  }

  run: JobRunner<Table>["run"] = (name, input, options) =>
    this.#exclusive ? Promise.reject(busy()) : this.#start(name, input, options);

  #start: JobRunner<Table>["run"] = async (name, input, options = {}) => {
    if (this.#closing.signal.aborted) throw new AppError("CANCELLED");
    if (this.#running.has(name)) throw busy();
    const signals = [this.#closing.signal, ...(options.signal ? [options.signal] : [])];
    const work = runInThread(this.#workerUrl, name, input, { ...options, signal: AbortSignal.any(signals) });
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

  /** Cancels what runs and waits until it has ended. Nothing can be run afterwards. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#running.values());
  }
}
