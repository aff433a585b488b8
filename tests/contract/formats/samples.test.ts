import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { formats } from "#main/formats/registry.ts";
import { opening, readSeeds, samples, told, whole } from "../../support/seed-files.ts";

test.for(samples.map((sample) => [sample.name, sample] as const))(
  "%s is recognised by its content, and each of its entries is kept whole or refused with its reason",
  async ([, { file, format, expected }]) => {
    const read = await readSeeds(file, opening(expected.passphrase ?? null));
    expect(read.format).toBe(format);
    // Whoever leaves an entry out, or assigns it, names it by its number.
    expect(new Set(read.entries.map(({ at }) => at)).size).toBe(read.entries.length);
    expect(read.entries.map((entry, index) => told(entry, expected.entries[index]))).toEqual(
      expected.entries.map(whole),
    );
  },
);

test("every format has its page, and an id of its own", () => {
  const ids = formats.map(({ id }) => id);
  expect(ids.filter((id) => !existsSync(new URL(`../../../docs/formats/${id}.md`, import.meta.url)))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every format that is read has a sample", () => {
  const read = formats.filter(({ read: reading }) => reading !== null).map(({ id }) => id);
  expect(read.filter((id) => !samples.some(({ format }) => format === id))).toEqual([]);
});

test.for(
  samples.filter(({ expected }) => expected.passphrase !== undefined).map((sample) => [sample.name, sample] as const),
)("%s asks for its password, and a wrong one opens nothing", async ([, { file }]) => {
  await expect(readSeeds(file)).rejects.toMatchObject({ code: "FORMAT_PASSPHRASE_REQUIRED" });
  await expect(readSeeds(file, opening("not the password"))).rejects.toMatchObject({ code: "FORMAT_PASSPHRASE_WRONG" });
});
