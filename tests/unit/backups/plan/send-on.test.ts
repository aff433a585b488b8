import { describe, expect, it } from "vitest";
import { sendOn } from "#main/backups/plan/send.ts";
import type { DestinationJobs } from "#main/backups/destinations/deps.ts";
import type { CallOptions } from "#main/base/ports.ts";
import { AppError, type ErrorCode } from "#shared/errors.ts";

const input = {
  settings: { kind: "folder", path: "/disk" } as const,
  marker: null,
  keys: null,
  outgoing: { file: "/b.age", name: "b.age", size: 100, sha256: "" },
};

/** A place whose attempts reach so far and end so, one after the other; the last one for ever. */
function place(...attempts: { reaches: number; ends: ErrorCode | null }[]) {
  let made = 0;
  const run = (_name: string, _input: unknown, options: CallOptions): Promise<void> => {
    const attempt = attempts[Math.min(made, attempts.length - 1)];
    made += 1;
    options.onProgress?.({ phase: "upload", done: attempt?.reaches ?? 0, total: 100 });
    return attempt?.ends ? Promise.reject(new AppError(attempt.ends)) : Promise.resolve();
  };
  return { jobs: { run } as unknown as DestinationJobs, made: () => made };
}

describe("an upload that is cut off", () => {
  it("is gone on with as long as each attempt brings it further", async () => {
    const { jobs, made } = place(
      { reaches: 30, ends: "DESTINATION_UNREACHABLE" },
      { reaches: 60, ends: "DESTINATION_FAILED" },
      { reaches: 100, ends: null },
    );
    const seen: number[] = [];
    await sendOn(jobs, input, { onProgress: ({ done }) => seen.push(done) });
    expect(made()).toBe(3);
    expect(seen).toEqual([30, 60, 100]);
  });

  it("ends where it gets no further", async () => {
    const { jobs, made } = place(
      { reaches: 30, ends: "DESTINATION_UNREACHABLE" },
      { reaches: 30, ends: "DESTINATION_UNREACHABLE" },
    );
    await expect(sendOn(jobs, input, {})).rejects.toThrow(expect.objectContaining({ code: "DESTINATION_UNREACHABLE" }));
    expect(made()).toBe(2);
  });

  it.each<[ErrorCode, number]>([
    ["DESTINATION_REFUSED", 50],
    ["CANCELLED", 50],
    ["DISK_FULL", 50],
    ["DESTINATION_UNREACHABLE", 0],
  ])("is not begun again after %s at %i", async (ends, reaches) => {
    const { jobs, made } = place({ reaches, ends });
    await expect(sendOn(jobs, input, {})).rejects.toThrow(expect.objectContaining({ code: ends }));
    expect(made()).toBe(1);
  });
});
