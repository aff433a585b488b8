import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { readSeeds } from "../../support/seed-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-pictures-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.for([
  ["HEIC", "0000002466747970686569630000000068656963"],
  ["AVIF", "0000002066747970617669660000000061766966"],
  ["WebP", "524946461000000057454250565038200400000000"],
  ["GIF", "47494638396101000100800000ffffff00000021"],
  ["TIFF", "49492a00080000000100"],
] as const)("a picture of the kind %s is named, with what to do", async ([kind, bytes]) => {
  const file = path.join(folder, "picture");
  writeFileSync(file, Buffer.from(bytes, "hex"));
  const thrown: unknown = await readSeeds(file).catch((error: unknown) => error);
  expect(thrown instanceof AppError && thrown.text ? say(thrown.text) : thrown).toBe(
    `This is a ${kind} picture, and the console reads PNG and JPEG. Save it as one of these, or take a screenshot of it.`,
  );
});
