import { afterEach, beforeEach, expect, test } from "vitest";
import { freshThread, Jobs } from "#main/jobs/runner.ts";
import type { Progress } from "#shared/contract/audit.ts";
import { AppError } from "#shared/errors.ts";
import type { FixtureJobs } from "./fixtures.worker.ts";
import { text } from "#shared/texts/text.ts";

let jobs: Jobs<FixtureJobs>;

beforeEach(() => {
  jobs = new Jobs<FixtureJobs>(freshThread(new URL("fixtures.worker.ts", import.meta.url)));
});
afterEach(() => jobs.close());

/** Resolves with the first progress of a job that `start` begins. */
function begun(
  start: (onProgress: (progress: Progress) => void) => Promise<unknown>,
): Promise<{ running: Promise<unknown> }> {
  return new Promise((resolve) => {
    const running = start(() => resolve({ running }));
    running.catch(() => undefined);
  });
}

test("input goes to the thread and its result comes back", async () => {
  const bytes = Buffer.from("the data key of a store, 32 byte");
  const result = await jobs.run("echo", { text: "ü", bytes });
  expect(result).toEqual({ text: "ü", bytes: Uint8Array.from(bytes) });
  // The caller's own bytes are copied, not taken.
  expect(bytes.toString()).toBe("the data key of a store, 32 byte");
});

test("an error crosses with code, words, fields and details; its cause as text", async () => {
  const thrown: unknown = await jobs.run("fail", { code: "DISK_FULL" }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(AppError);
  expect(thrown).toMatchObject({
    code: "DISK_FULL",
    text: text("directory.nameTaken"),
    fields: { a: text("directory.noChange") },
    details: { n: 1 },
  });
  expect(String((thrown as AppError).cause)).toContain("the inner reason");
});

test("a crash of the thread and an early end are errors", async () => {
  await expect(jobs.run("crash", undefined as never)).rejects.toMatchObject({ code: "INTERNAL" });
  await expect(jobs.run("leave", undefined as never)).rejects.toMatchObject({ code: "INTERNAL" });
});

test("a job of a name that the worker does not have is an error", async () => {
  const others = jobs as unknown as Jobs<{ other: FixtureJobs["obey"] }>;
  await expect(others.run("other", null)).rejects.toMatchObject({ code: "INTERNAL" });
});

test("one job of a name at a time", async () => {
  const stop = new AbortController();
  const { running } = await begun((onProgress) => jobs.run("obey", null, { signal: stop.signal, onProgress }));
  await expect(jobs.run("obey", null)).rejects.toMatchObject({ code: "BUSY" });
  await expect(jobs.run("count", { upTo: 1 })).resolves.toBeUndefined();
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
  await expect(jobs.run("count", { upTo: 1 })).resolves.toBeUndefined();
});

test("a job that does not listen is ended", async () => {
  const stop = new AbortController();
  const { running } = await begun((onProgress) => jobs.run("ignore", null, { signal: stop.signal, onProgress }));
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
});

test("a signal that is already given begins nothing", async () => {
  await expect(jobs.run("obey", null, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "CANCELLED" });
});

test("exclusive work waits for what runs and keeps others out", async () => {
  const stop = new AbortController();
  const { running } = await begun((onProgress) => jobs.run("obey", null, { signal: stop.signal, onProgress }));
  const order: string[] = [];
  const ended = running.catch(() => order.push("job"));
  const exclusive = jobs.exclusively(async () => {
    order.push("exclusive");
    await expect(jobs.run("count", { upTo: 1 })).rejects.toMatchObject({ code: "BUSY" });
    await expect(jobs.exclusively(async () => Promise.resolve())).rejects.toMatchObject({ code: "BUSY" });
    return "done";
  });
  await expect(jobs.run("count", { upTo: 1 })).rejects.toMatchObject({ code: "BUSY" });
  stop.abort();
  expect(await exclusive).toBe("done");
  await ended;
  expect(order).toEqual(["job", "exclusive"]);
  await expect(jobs.run("count", { upTo: 1 })).resolves.toBeUndefined();
});

test("closing cancels what runs and refuses what comes", async () => {
  const { running } = await begun((onProgress) => jobs.run("obey", null, { onProgress }));
  await jobs.close();
  await expect(running).rejects.toMatchObject({ code: "CANCELLED" });
  await expect(jobs.run("count", { upTo: 1 })).rejects.toMatchObject({ code: "CANCELLED" });
});

test("progress is thinned, its first and last message are not", async () => {
  const seen: Progress[] = [];
  await jobs.run("count", { upTo: 20_000 }, { onProgress: (progress) => seen.push(progress) });
  expect(seen[0]).toEqual({ phase: "count", done: 1, total: 20_000 });
  expect(seen.at(-1)).toEqual({ phase: "count", done: 20_000, total: 20_000 });
  expect(seen.length).toBeLessThan(200);
});
