import type { MessagePort } from "node:worker_threads";
import type { Progress } from "#shared/contract/audit.ts";
import { AppError } from "#shared/errors.ts";
import { toAppError } from "../base/errors/to-app-error.ts";
import type { Job, JobTable } from "./job.ts";
import { detachable, type FromWorker, toFault, type ToWorker } from "./messages.ts";

/** Progress is for people: more often than this, in milliseconds, only costs. */
const progressEvery = 50;

/** Passes on the first and the last message of a phase, and in between one every `progressEvery`. */
export function throttled(
  send: (progress: Progress) => void,
  now: () => number = () => performance.now(),
): (progress: Progress) => void {
  let phase: string | undefined;
  let sentAt = 0;
  return (progress) => {
    const at = now();
    if (progress.phase === phase && progress.done !== progress.total && at - sentAt < progressEvery) return;
    phase = progress.phase;
    sentAt = at;
    send(progress);
  };
}

async function perform(
  jobs: JobTable,
  name: string,
  input: unknown,
  signal: AbortSignal,
  port: MessagePort,
): Promise<void> {
  const reply = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  try {
    if (!Object.hasOwn(jobs, name)) throw new AppError("INTERNAL", { cause: new Error(`no job named ${name}`) });
    // This very table types the runner; between the threads there is only data.
    const job = jobs[name] as Job<unknown, unknown>;
    const onProgress = throttled((progress) => reply({ kind: "progress", progress }));
    const { value, transfer } = detachable(await job(input, { signal, onProgress }));
    reply({ kind: "done", output: value }, transfer);
  } catch (thrown) {
    reply({ kind: "failed", fault: toFault(toAppError(thrown)) });
  }
  // Nothing is listened for any more: the thread ends on its own.
  port.close();
}

/** Answers one `run` message on the port with the job's result; `cancel` aborts it. */
export function serve(port: MessagePort, jobs: JobTable): void {
  const cancel = new AbortController();
  port.on("message", (message: ToWorker) => {
    if (message.kind === "cancel") cancel.abort();
    else void perform(jobs, message.name, message.input, cancel.signal, port);
  });
}
