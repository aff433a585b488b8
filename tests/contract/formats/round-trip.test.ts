import { mkdtempSync, rmSync } from "node:fs";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Algorithm } from "#shared/model/records.ts";
import { whyNotCarried } from "#main/formats/carries.ts";
import type { Format, Outgoing, Setting, Writing } from "#main/formats/format.ts";
import { formats } from "#main/formats/registry.ts";
import { often } from "../../support/long.ts";
import { opening, readSeeds } from "../../support/seed-files.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-round-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const passphrase = "correct horse battery 71";
/** Of 32 bytes in base64, where a format takes no passphrase. */
const key = "c3VjaCBhIGtleSBhcyBvcGVuc3NsIHdvdWxkIG1ha2U=";

/** Names as organisations have them: of several scripts, with marks that mean something in some formats. */
const name = fc.constantFrom(
  "ada",
  "Grace Hopper",
  "élodie@example.org",
  "grace@example.org",
  "o'neill, j;r",
  "Ωmega",
  "a:b",
  'quote"d',
  "#1",
);

const outgoing: fc.Arbitrary<Outgoing> = fc
  .record({
    username: name,
    account: name,
    issuer: fc.constantFrom("Example Hospital", "Beispiel & Söhne", "A:B"),
    kind: fc.constantFrom("totp" as const, "hotp" as const),
    algorithm: fc.constantFrom(...Algorithm.options),
    digits: fc.constantFrom(6 as const, 8 as const),
    period: fc.constantFrom(30 as const, 60 as const),
    seed: fc.oneof(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.uint8Array({ minLength: 10, maxLength: 64 })),
    counter: fc.nat({ max: 1_000_000 }),
    serial: fc.integer({ min: 0, max: 0xffffffff }).map((n) => `CSGN${n.toString(16).toUpperCase().padStart(8, "0")}`),
  })
  .map(({ seed, counter, ...rest }) => ({
    ...rest,
    name: rest.username,
    email: "",
    externalId: "",
    label: "Phone",
    hardware: false,
    model: "",
    seed: Buffer.from(seed),
    counter: rest.kind === "hotp" ? counter : 0,
    lastStep: null,
    drift: 0,
    createdAt: Date.UTC(2026, 0, 1),
  }));

/** One in this format: what has no place there is left out before. */
const fitting = (entries: readonly Outgoing[], { carries }: Writing): Outgoing[] => {
  const held = new Map<string, number>();
  return entries
    .map((one, index) => ({
      ...one,
      serial: one.serial.slice(0, -2) + index.toString(16).padStart(2, "0").toUpperCase(),
    }))
    .filter((one) => whyNotCarried(carries, one).length === 0)
    .filter(({ username }) => {
      held.set(username, (held.get(username) ?? 0) + 1);
      return carries.perPerson === null || (held.get(username) ?? 0) <= carries.perPerson;
    });
};

const given = ({ usual, refuses }: Setting): string =>
  usual ?? (refuses === undefined || refuses(passphrase) === null ? passphrase : key);

const settingsOf = ({ settings }: Writing): Record<string, string> =>
  Object.fromEntries(settings.map((setting) => [setting.name, given(setting)]));

/** What opens the file again. */
const opens = ({ settings }: Writing): string | null => settings.filter(({ secret }) => secret).map(given)[0] ?? null;

/** @returns the files that were written */
async function written(writing: Writing, entries: readonly Outgoing[]): Promise<string[]> {
  const target = mkdtempSync(path.join(folder, "written-"));
  const files = new Set<string>();
  const single = path.join(target, `file.${writing.extension}`);
  async function* each(): AsyncGenerator<Outgoing> {
    yield* entries;
  }
  for await (const { file, data } of writing.write(each(), settingsOf(writing))) {
    const to = file === undefined ? single : path.join(target, file);
    await mkdir(path.dirname(to), { recursive: true });
    await (files.has(to) ? appendFile(to, data) : writeFile(to, data));
    files.add(to);
  }
  return [...files];
}

const factsOf = ({
  kind,
  algorithm,
  digits,
  period,
  counter,
  seed,
}: Pick<Outgoing, "kind" | "algorithm" | "digits" | "period" | "seed"> & { counter: number | null }) => ({
  kind,
  algorithm,
  digits,
  ...(kind === "totp" ? { period } : { counter }),
  seed: seed.toString("hex"),
});

const both = formats.filter(
  (format): format is Format & { read: object; write: Writing } => format.read !== null && format.write !== null,
);

test.for(both.map((format) => [format.id, format] as const))(
  "%s: what is written is read again as it was, over all parameters that it can hold",
  async ([id, { write }]) => {
    await fc.assert(
      fc.asyncProperty(fc.array(outgoing, { minLength: 1, maxLength: 8 }), async (entries) => {
        const sent = fitting(entries, write);
        if (sent.length === 0) return;
        const read = [];
        for (const file of await written(write, sent)) {
          const found = await readSeeds(
            file,
            opening(write.plain ? null : opens(write)),
            write.form === "folder" ? id : undefined,
          );
          expect(found.format).toBe(id);
          read.push(...found.entries);
        }
        const kept = read.map((entry) => (entry.verdict === "kept" ? factsOf(entry) : entry));
        expect(kept).toEqual(sent.map(factsOf));
      }),
      { numRuns: often(write.plain ? 50 : 10, write.plain ? 2000 : 200) },
    );
  },
);
