import { expect, test } from "vitest";
import { throttled } from "#main/jobs/host.ts";
import { detachable, fromFault, toFault } from "#main/jobs/messages.ts";
import type { Progress } from "#shared/contract/audit.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";

test("progress passes at a new phase, at the end, and once in 50 ms", () => {
  let now = 1000;
  const seen: Progress[] = [];
  const send = throttled(
    (progress) => seen.push(progress),
    () => now,
  );
  const report = (at: number, phase: string, done: number): void => {
    now = at;
    send({ phase, done, total: 9 });
  };
  report(1000, "a", 0);
  report(1049, "a", 1);
  report(1050, "a", 2);
  report(1051, "b", 0);
  report(1052, "b", 1);
  report(1053, "b", 9);
  expect(seen.map(({ phase, done }) => `${phase}${done}`)).toEqual(["a0", "a2", "b0", "b9"]);
});

test("bytes get buffers of their own, everything else stays", () => {
  const key = Buffer.from("key");
  const { value, transfer } = detachable({ key, text: "t", nested: { key } });
  expect(value).toEqual({ key: Uint8Array.from(key), text: "t", nested: { key } });
  expect(transfer).toHaveLength(1);
  expect(transfer[0]).not.toBe(key.buffer);
  expect(detachable(null)).toEqual({ value: null, transfer: [] });
  expect(detachable([key]).transfer).toEqual([]);
});

test("a fault is data and becomes the same error again", () => {
  const error = new AppError("CONFLICT", {
    text: text("directory.groupExists", { name: "Staff" }),
    fields: { name: text("directory.nameTaken") },
    details: { count: 2 },
  });
  const fault = toFault(error);
  expect(structuredClone(fault)).toEqual(fault);
  expect(fromFault(fault)).toMatchObject({
    code: "CONFLICT",
    text: text("directory.groupExists", { name: "Staff" }),
    fields: { name: text("directory.nameTaken") },
    details: { count: 2 },
  });
  expect(fromFault(fault).cause).toBeUndefined();
  const withCause = fromFault(toFault(new AppError("INTERNAL", { cause: "words" })));
  expect(withCause.cause).toEqual(new Error("words"));
});
