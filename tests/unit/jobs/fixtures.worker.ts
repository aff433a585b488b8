import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { serve } from "#main/jobs/host.ts";
import type { JobContext } from "#main/jobs/job.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";

const jobs = {
  echo: async (input: { text: string; bytes: Uint8Array }) => Promise.resolve(input),
  fail: async (input: { code: "DISK_FULL" | "CONFLICT" }): Promise<void> =>
    Promise.reject(
      new AppError(input.code, {
        text: text("directory.nameTaken"),
        fields: { a: text("directory.noChange") },
        details: { n: 1 },
        cause: new Error("the inner reason"),
      }),
    ),
  crash: async (): Promise<void> => {
    process.nextTick(() => {
      throw new RangeError("out of the loop");
    });
    return new Promise(() => undefined);
  },
  leave: async (): Promise<void> => process.exit(0),
  obey: async (_input: null, { signal, onProgress }: JobContext): Promise<void> => {
    onProgress({ phase: "waiting", done: 0, total: null });
    if (!signal.aborted) await once(signal, "abort");
    signal.throwIfAborted();
  },
  ignore: async (_input: null, { onProgress }: JobContext): Promise<void> => {
    onProgress({ phase: "spinning", done: 0, total: null });
    for (;;) Math.hypot(1, 1);
  },
  count: async (input: { upTo: number }, { onProgress }: JobContext): Promise<void> => {
    for (let done = 1; done <= input.upTo; done += 1) onProgress({ phase: "count", done, total: input.upTo });
    return Promise.resolve();
  },
};

export type FixtureJobs = typeof jobs;

if (parentPort) serve(parentPort, jobs);
