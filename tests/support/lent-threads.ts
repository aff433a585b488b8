import { EventEmitter } from "node:events";
import { MessageChannel, Worker } from "node:worker_threads";
import type { StartThread, Thread } from "#main/base/ports.ts";
import { freshThread } from "#main/jobs/runner.ts";
import { bundled } from "./bundles.ts";

const url = bundled(new URL("lent-thread.worker.ts", import.meta.url));
const idle = new Set<Worker>();

function takeIdle(): Worker | undefined {
  const [worker] = idle;
  if (worker) idle.delete(worker);
  return worker;
}

function startWorker(): Worker {
  const worker = new Worker(url, { execArgv: [] });
  worker.once("exit", () => idle.delete(worker));
  return worker;
}

/** A thread for one job that goes back to `idle` when the job has closed its port. */
class LentThread extends EventEmitter implements Thread {
  readonly #worker = takeIdle() ?? startWorker();
  readonly #port;
  #terminated = false;

  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const worker = this.#worker;
    const failed = (error: unknown): boolean => this.emit("error", error);
    const ended = (): void => {
      worker.off("exit", ended);
      worker.off("error", failed);
      this.emit("exit");
    };
    port1.on("message", (message) => this.emit("message", message));
    port1.once("close", () => {
      // The ports of a thread that is being terminated close before it has ended.
      if (this.#terminated) return;
      worker.unref();
      idle.add(worker);
      ended();
    });
    worker.on("error", failed).once("exit", ended);
    worker.ref();
    worker.postMessage(port2, [port2]);
  }

  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void {
    this.#port.postMessage(message, transfer);
  }

  terminate(): Promise<unknown> {
    this.#terminated = true;
    return this.#worker.terminate();
  }

  unref(): void {
    this.#worker.unref();
    this.#port.unref();
  }
}

/** A new thread a job, as in the product: for tests of what a thread finds when it starts, such as its environment. */
export const newThread = freshThread(bundled(new URL("../../src/main/worker.ts", import.meta.url)));

/**
 * Does a console's jobs in threads, as the product does, but in threads that have done others before: to start one costs
 * ten times what most tests' jobs do. In the fault tests, where a thread is part of what fails, in new ones.
 */
export const startThread: StartThread =
  process.env["COUNTERSIGN_TEST_THREADS"] === "lent" ? () => new LentThread() : newThread;
