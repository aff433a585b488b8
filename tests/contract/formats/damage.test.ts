import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "#shared/errors.ts";
import { often } from "../../support/long.ts";
import { opening, readSeeds, type Sample, samples } from "../../support/seed-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-seeds-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a damaged file may end with. Everything else is a crash. */
const modelled = new Set([
  "FORMAT_UNKNOWN",
  "FORMAT_UNREADABLE",
  "FORMAT_PASSPHRASE_REQUIRED",
  "FORMAT_PASSPHRASE_WRONG",
  "COST_REFUSED",
  "TABLE_UNREADABLE",
]);

/**
 * Milliseconds of one reading; the time in which a busy machine runs something else is not it. A changed byte can ask for a
 * derivation of another cost, as far as that is done unasked.
 */
const longest = ({ expected }: Sample): number => (expected.passphrase === undefined ? 1000 : 15_000);

/** @param format the one that the sound file is of, or whatever is found out */
async function expectClearEnd(bytes: Uint8Array, sample: Sample, format?: string): Promise<void> {
  const file = path.join(folder, "damaged");
  writeFileSync(file, bytes);
  const before = process.cpuUsage();
  try {
    await readSeeds(file, opening(sample.expected.passphrase ?? null), format);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !modelled.has(thrown.code)) throw thrown;
  }
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(longest(sample));
}

/** Of an encrypted file each reading costs a derivation. */
const fewer = ({ expected }: Sample): number => (expected.passphrase === undefined ? 1 : 5);

const each = samples.map((sample) => [sample.name, sample] as const);

/** All positions from 1 on where that was asked for, else some at random. */
function places(length: number, asARule: number): number[] {
  const count = often(asARule, length);
  if (count >= length) return Array.from({ length: length - 1 }, (_, at) => at + 1);
  return fc.sample(fc.integer({ min: 1, max: length - 1 }), count);
}

test.for(each)(
  "%s, cut off anywhere, ends with a clear error or with the entries before the cut",
  async ([, sample]) => {
    const bytes = readFileSync(sample.file);
    for (const at of places(bytes.length, 40 / fewer(sample))) {
      await expectClearEnd(bytes.subarray(0, at), sample);
      await expectClearEnd(bytes.subarray(0, at), sample, sample.format);
    }
  },
);

test.for(each)("%s with one byte changed ends with a clear error or with entries", async ([, sample]) => {
  const bytes = readFileSync(sample.file);
  for (const at of places(bytes.length, 40 / fewer(sample))) {
    const changed = Buffer.from(bytes);
    changed[at - 1] = (changed[at - 1] ?? 0) ^ (1 << (at % 8));
    await expectClearEnd(changed, sample, sample.format);
  }
});

/** Bytes of all kinds, and the sample with other pieces in it. */
async function expectClearEnds(sample: Sample, runs: number): Promise<void> {
  const bytes = readFileSync(sample.file);
  const change = fc.record({
    from: fc.nat({ max: bytes.length }),
    length: fc.nat({ max: 200 }),
    instead: fc.uint8Array({ maxLength: 20 }),
  });
  const mixed = fc
    .array(change, { maxLength: 4 })
    .map((changes) =>
      changes.reduce(
        (made, { from, length, instead }) =>
          Buffer.concat([made.subarray(0, from), instead, made.subarray(from + length)]),
        bytes,
      ),
    )
    .filter(({ length }) => length > 0);
  const anything = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 300 }), mixed);
  await fc.assert(
    fc.asyncProperty(anything, (given) => expectClearEnd(given, sample, sample.format)),
    { numRuns: runs },
  );
}

const readable = [...new Map(samples.map((sample) => [sample.format, sample])).values()];

test.for(readable.map((sample) => [sample.format, sample] as const))(
  "%s meets whatever it is given with a clear error or with entries",
  ([, sample]) => expectClearEnds(sample, Math.ceil(often(60, 100_000) / fewer(sample))),
);
