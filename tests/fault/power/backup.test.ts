import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { sha256Of } from "../../support/destinations.ts";
import { losePower, quickFolder, tracingMissing } from "../../support/power-loss.ts";
import {
  backupsOn,
  expectWholeStore,
  type Filled,
  fill,
  rows,
  startAgain,
  step,
  users,
  verifyBackup,
  workOf,
} from "./place.ts";

// Every state is opened as the next start does, on a machine that does other things too.
vi.setConfig({ testTimeout: 180_000 });

interface Copy {
  name: string;
  sha256: string;
  state: string;
}

describe.skipIf(tracingMissing())("a loss of power", () => {
  let folder: string;
  let remove: () => void;
  let place: string;
  let filled: Filled;

  beforeAll(async () => {
    ({ folder, remove } = quickFolder());
    place = join(folder, "place");
    filled = await fill(place);
    cpSync(place, join(folder, "pristine"), { recursive: true, preserveTimestamps: true });
  });
  afterAll(() => remove());

  /** As it was before any work. */
  function prepare(): void {
    rmSync(place, { recursive: true });
    cpSync(join(folder, "pristine"), place, { recursive: true, preserveTimestamps: true });
  }

  const usersIn = (): number => rows(place, "SELECT id FROM users").length;
  const keptAside = (): string[] => readdirSync(join(place, "data")).filter((name) => name.startsWith("store.before-"));

  test("during a restore leaves the old store or the new one, and the new one once that was answered", async () => {
    prepare();
    const losses = await losePower(place, {
      name: "restore",
      ...workOf(place, filled.secret, [
        step("access.stepUp", { kind: "restore", code: "CODE" }),
        step("archive.restore", filled.restore),
      ]),
      states: [120, 250],
      judge: async (claims) => {
        expect(await startAgain(place)).toBe("ready");
        await expectWholeStore(place);
        const restored = usersIn() === users.saved;
        expect(usersIn()).toBe(restored ? users.saved : users.saved + users.later);
        expect(keptAside()).toHaveLength(restored ? 1 : 0);
        if (claims === 2) expect(restored).toBe(true);
        return restored ? "restored" : "as before";
      },
    });
    expect(Object.keys(losses.found)).toEqual(expect.arrayContaining(["1: as before", "1: restored", "2: restored"]));
  });

  test("during a restore from a disk into an empty console leaves no store or the whole one", async () => {
    prepare();
    rmSync(join(place, "data"), { recursive: true });
    const settings = { kind: "folder", path: join(place, "disk") } as const;
    const stored = { settings, keys: null, name: backupsOn(place)[0] ?? "" };
    const losses = await losePower(place, {
      name: "restore into an empty console",
      ...workOf(place, filled.secret, [step("archive.restore", { stored, identity: filled.identity })]),
      states: [90, 200],
      judge: async (claims) => {
        const phase = await startAgain(place);
        if (claims === 1) expect(phase).toBe("ready");
        if (phase === "empty") return phase;
        expect(phase).toBe("ready");
        await expectWholeStore(place);
        expect(usersIn()).toBe(users.saved);
        return phase;
      },
    });
    expect(Object.keys(losses.found)).toEqual(expect.arrayContaining(["0: empty", "0: ready", "1: ready"]));
  });

  /** The copies that the store says are on the disk. */
  const claimed = (): Copy[] =>
    rows<Copy>(
      place,
      `SELECT name, sha256, state FROM backup_copies JOIN backups ON backups.id = backup_id
       WHERE state = 'stored' ORDER BY name`,
    );

  test("during a run leaves only whole backups on the disk, and the one that was answered for", async () => {
    prepare();
    const sums = new Set(backupsOn(place).map((name) => sha256Of(join(place, "disk", name))));
    const losses = await losePower(place, {
      name: "run",
      ...workOf(place, filled.secret, [step("backupPlan.run", {})]),
      states: [140, 300],
      finished: async () => {
        const [made = "", ...more] = backupsOn(place);
        expect(more).toEqual([]);
        await verifyBackup(folder, join(place, "disk", made), filled.identity);
        sums.add(sha256Of(join(place, "disk", made)));
        expect(sums.size).toBe(3);
      },
      judge: async (claims) => {
        expect(await startAgain(place)).toBe("ready");
        await expectWholeStore(place);
        expect(usersIn()).toBe(users.saved + users.later);
        const there = backupsOn(place);
        for (const name of there) expect([...sums]).toContain(sha256Of(join(place, "disk", name)));
        // Pruning removes first and writes down then: only the newest is always there.
        expect(there).toContain(claimed().at(-1)?.name);
        for (const copy of claimed().filter(({ name }) => there.includes(name)))
          expect(sha256Of(join(place, "disk", copy.name))).toBe(copy.sha256);
        if (claims === 1) expect(there).toEqual(claimed().map(({ name }) => name));
        return `${there.length} on the disk, ${claimed().length} claimed`;
      },
    });
    expect(Object.keys(losses.found)).toEqual(
      expect.arrayContaining([
        "0: 2 on the disk, 2 claimed",
        "0: 3 on the disk, 3 claimed",
        "1: 1 on the disk, 1 claimed",
      ]),
    );
  });

  test("while the leftovers of an earlier one are removed leaves none that the start after does not remove", async () => {
    prepare();
    const workspace = join(place, "data/tmp-00112233445566aa");
    const partial = join(place, "out/people.csv.partial-00112233445566aa");
    for (const each of [workspace, join(place, "out"), join(place, "data/store.staging-00112233445566aa")])
      mkdirSync(each);
    writeFileSync(partial, "username,name\r\n");
    writeFileSync(join(workspace, "partial"), `${partial}\n`);
    writeFileSync(join(place, "data/store.staging-00112233445566aa/console.db"), "half of a store");
    const losses = await losePower(place, {
      name: "leftovers",
      ...workOf(place, filled.secret, [step("system.status", {})]),
      states: [140, 300],
      judge: async () => {
        const there = existsSync(partial);
        expect(await startAgain(place)).toBe("ready");
        expect(readdirSync(join(place, "out"))).toEqual([]);
        return there ? "there until then" : "gone";
      },
    });
    expect(Object.keys(losses.found)).toEqual(expect.arrayContaining(["0: there until then", "0: gone"]));
  });
});
