import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { losePower, quickFolder, tracingMissing } from "../../support/power-loss.ts";
import type { ProcedureName } from "#shared/contract/index.ts";
import {
  expectWholeStore,
  type Filled,
  fill,
  sha256,
  startAgain,
  step,
  type Step,
  verifyBackup,
  workOf,
} from "./place.ts";

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

  const table = (): Step<ProcedureName> => step("imports.exportUsers", { file: join(place, "out/people.csv") });
  const letters = (): Step<ProcedureName> =>
    step("letters.issue", { selection: { filter: {} }, into: { kind: "file", file: join(place, "out/letters.pdf") } });
  const sheet = (): Step<ProcedureName> =>
    step("files.saveSheet", {
      file: join(place, "out/key.pdf"),
      sheet: { kind: "recovery-key", subject: "Acme", organisation: "Acme", secrets: [filled.recoveryKey] },
    });
  const identity = (): Step<ProcedureName> =>
    step("recipients.saveIdentity", {
      identity: filled.identity,
      file: join(place, "out/identity.age"),
      passphrase: "an orchard behind the mill",
    });
  const backup = (): Step<ProcedureName> => step("backup.create", { file: join(place, "out/backup.age") });
  const again = (): Step<ProcedureName> =>
    step("backup.create", { file: join(place, "out/backup.age"), overwrite: true });

  test.each([
    { name: "table", file: "people.csv", make: table, before: false },
    { name: "table in the place of one", file: "people.csv", make: table, before: true },
    { name: "letters", file: "letters.pdf", make: letters, before: false },
    { name: "sheet", file: "key.pdf", make: sheet, before: false },
    { name: "sheet in the place of one", file: "key.pdf", make: sheet, before: true },
    { name: "identity", file: "identity.age", make: identity, before: false },
    { name: "backup", file: "backup.age", make: backup, before: false },
    { name: "backup in the place of one", file: "backup.age", make: again, before: true },
  ])(
    "while a file is written leaves it whole, the one before, or none: $name",
    async ({ name, file, make, before }) => {
      rmSync(place, { recursive: true });
      cpSync(join(folder, "pristine"), place, { recursive: true, preserveTimestamps: true });
      const path = join(place, "out", file);
      if (before) writeFileSync(path, "what was there");
      const whole = new Map([before ? [sha256(path), "old"] : [null, "none"]]);
      const losses = await losePower(place, {
        name,
        ...workOf(place, filled.secret, [make()]),
        states: 60,
        finished: async () => {
          whole.set(sha256(path), "new");
          if (file === "backup.age") await verifyBackup(folder, path, filled.identity);
        },
        judge: async (claims) => {
          expect(await startAgain(place)).toBe("ready");
          await expectWholeStore(place);
          const names = readdirSync(join(place, "out"));
          expect(names.filter((each) => each !== file)).toEqual([]);
          const found = whole.get(existsSync(path) ? sha256(path) : null);
          expect(found).toBeDefined();
          if (claims === 1) expect(found).toBe("new");
          return found ?? "broken";
        },
      });
      expect(Object.keys(losses.found)).toEqual(expect.arrayContaining([before ? "0: old" : "0: none", "1: new"]));
    },
  );

  test("after a file was given up leaves nothing of it", async () => {
    rmSync(place, { recursive: true });
    cpSync(join(folder, "pristine"), place, { recursive: true, preserveTimestamps: true });
    const losses = await losePower(place, {
      name: "table that is cancelled",
      ...workOf(place, filled.secret, [{ ...table(), cancelled: true }]),
      states: 300,
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
