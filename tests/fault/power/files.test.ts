import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sha256Of } from "../../support/destinations.ts";
import { losePower, quickFolder, tracingMissing } from "../../support/power-loss.ts";
import type { InputOf, ProcedureName } from "#shared/contract/index.ts";
import { expectWholeStore, type Filled, fill, startAgain, step, type Step, verifyBackup, workOf } from "./place.ts";

// Every state is opened as the next start does, on a machine that does other things too.
vi.setConfig({ testTimeout: 180_000 });

const passphrase = "an orchard behind the mill";

const sheetOf = ({ recoveryKey }: Filled): InputOf<"files.saveSheet">["sheet"] => ({
  kind: "recovery-key",
  subject: "Acme",
  organisation: "Acme",
  secrets: [recoveryKey],
});

describe.skipIf(tracingMissing())("a loss of power", () => {
  let folder: string;
  let remove: () => void;
  let place: string;
  let filled: Filled;

  beforeAll(async () => {
    ({ folder, remove } = quickFolder());
    place = join(folder, "place");
    filled = await fill(place);
    mkdirSync(join(place, "out"));
    cpSync(place, join(folder, "pristine"), { recursive: true, preserveTimestamps: true });
  });
  afterAll(() => remove());

  function prepare(): void {
    rmSync(place, { recursive: true });
    cpSync(join(folder, "pristine"), place, { recursive: true, preserveTimestamps: true });
  }

  const outFile = (name: string): string => join(place, "out", name);
  const table = (): Step<ProcedureName> => step("imports.exportUsers", { file: outFile("people.csv") });

  /** Each kind of file that is made for a person, by the step that makes it. */
  const works = (overwrite: boolean): readonly [string, Step<ProcedureName>][] => [
    ["people.csv", table()],
    ["key.pdf", step("files.saveSheet", { file: outFile("key.pdf"), sheet: sheetOf(filled) })],
    ["backup.age", step("archive.create", { file: outFile("backup.age"), overwrite })],
    ...(overwrite ? [] : notOverwritten()),
  ];
  /** These have no other way of coming into the place of one. */
  const notOverwritten = (): readonly [string, Step<ProcedureName>][] => [
    [
      "letters.pdf",
      step("letters.issue", { selection: { filter: {} }, into: { kind: "file", file: outFile("letters.pdf") } }),
    ],
    [
      "identity.age",
      step("recipients.saveIdentity", { identity: filled.identity, file: outFile("identity.age"), passphrase }),
    ],
  ];

  test.each([
    { name: "new files", before: false, states: [120, 400] },
    { name: "files in the place of others", before: true, states: [80, 300] },
  ] as const)(
    "while files are written leaves each whole, the one before, or none, and those that were answered: $name",
    async ({ name, before, states }) => {
      prepare();
      const made = works(before);
      if (before) for (const [file] of made) writeFileSync(outFile(file), "what was there");
      const sumOf = (file: string): string | null => (existsSync(outFile(file)) ? sha256Of(outFile(file)) : null);
      const sums = made.map(([file]) => ({ file, before: sumOf(file), after: null as string | null }));
      const losses = await losePower(place, {
        name,
        ...workOf(
          place,
          filled.secret,
          made.map(([, one]) => one),
        ),
        states,
        finished: async () => {
          for (const sum of sums) sum.after = sumOf(sum.file);
          await verifyBackup(folder, outFile("backup.age"), filled.identity);
        },
        judge: async (claims) => {
          expect(await startAgain(place)).toBe("ready");
          await expectWholeStore(place);
          const names = new Set(made.map(([file]) => file));
          expect(readdirSync(join(place, "out")).filter((each) => !names.has(each))).toEqual([]);
          const found = sums.map(({ file, ...of }, nth) => {
            const now = sumOf(file);
            expect([of.before, of.after], file).toContain(now);
            // One after the other: those before are made, those after are not begun.
            if (nth !== claims) expect(now, file).toBe(nth < claims ? of.after : of.before);
            return now === of.after;
          });
          return found[claims] ? "there" : "not yet";
        },
      });
      const all = made.map((_, claims) => `${claims}: not yet`);
      expect(Object.keys(losses.found)).toEqual(expect.arrayContaining(all));
    },
  );

  test("after a file was given up leaves nothing of it", async () => {
    prepare();
    const losses = await losePower(place, {
      name: "table that is cancelled",
      ...workOf(place, filled.secret, [{ ...table(), cancelled: true }]),
      states: [60, 300],
      judge: async () => {
        const begun = readdirSync(join(place, "out")).length > 0;
        expect(await startAgain(place)).toBe("ready");
        expect(readdirSync(join(place, "out"))).toEqual([]);
        return begun ? "begun" : "none";
      },
    });
    expect(Object.keys(losses.found)).toEqual(expect.arrayContaining(["0: begun", "0: none", "1: none"]));
  });
});
