import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { heldThreads, letGo } from "../../support/hold-at.ts";
import { type Prepared, plan, prepared } from "../../integration/backups/plan/support.ts";
import { often } from "../../support/long.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { backupsIn, expectTrueClaims, type Held, holdEach, strayNames } from "./support.ts";

vi.setConfig({ testTimeout: 120_000 });
beforeEach(() => void vi.stubEnv("NODE_OPTIONS", heldThreads.NODE_OPTIONS));

let steps = 0;
afterEach(() => letGo());
afterAll(() => console.log(`steps held: ${steps}`));

function count(all: Held[], least: number): void {
  steps += all.length;
  expect(all.length).toBeGreaterThanOrEqual(least);
}

/** Only whole files under names of backups, and nothing left over; except by a thread that was ended in a call that hangs. */
function orderOf(made: Prepared): (one: Held) => void {
  let tolerated: string[] = [];
  return ({ released, step }) => {
    expect(strayNames(made.harness.dataDir), `step ${step}`).toEqual([]);
    expectTrueClaims(made.harness, made);
    const left = readdirSync(made.folder).filter((name) => name.includes(".partial-") || name.includes("-probe-"));
    if (released) expect(tolerated, `step ${step}`).toEqual(expect.arrayContaining(left));
    else tolerated = left;
  };
}

test.each(["disk of the place", "disk of the store"])(
  "a run that is cancelled while a call on the %s hangs ends, and leaves whole files and true claims",
  async (which) => {
    const made = await prepared();
    const { harness, folder } = made;
    const work = {
      under: which === "disk of the place" ? folder : harness.dataDir,
      name: "backupPlan.run",
      input: {},
      meanwhile: async () => {
        expect(await harness.refuse("backupPlan.run", {})).toMatchObject({ code: "BUSY" });
      },
    } as const;
    const all = await holdEach(harness, work, orderOf(made), often(11, 7));
    count(all, 3);
    expect(await harness.call("backupPlan.run", {})).toMatchObject({ outcome: "done", problems: [] });
    expectTrueClaims(harness, made);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  },
);

test("a backup into a file that is cancelled while a call hangs leaves the whole file or none", async () => {
  const made = await prepared();
  const { harness, identity } = made;
  const target = join(temporaryFolder(), "target");
  mkdirSync(target);
  const file = join(target, "b.age");
  const input = { file };
  for (const under of [target, harness.dataDir]) {
    const all = await holdEach(
      harness,
      { under, name: "archive.create", input },
      async ({ step, reply }) => {
        expect(strayNames(harness.dataDir), `step ${step}`).toEqual([]);
        expect(readdirSync(target), `step ${step}`).toEqual(reply.ok ? ["b.age"] : []);
        if (reply.ok) expect(await harness.call("archive.verify", { file, identity })).toMatchObject({ valid: true });
        rmSync(file, { force: true });
      },
      often(7, 4),
    );
    count(all, 2);
    rmSync(file);
  }
});

test("looking at a place that hangs can be cancelled, and changes nothing there", async () => {
  const made = await prepared();
  const { harness, folder, disk, identity } = made;
  await harness.call("backupPlan.run", {});
  const before = backupsIn(folder);
  const stored = { destination: disk.id, name: before[0] ?? "" };
  const inOrder = orderOf(made);
  const judge = (one: Held): void => {
    inOrder(one);
    expect(backupsIn(folder)).toEqual(before);
  };
  count(
    await holdEach(
      harness,
      { under: folder, name: "destinations.contents", input: { id: disk.id } },
      judge,
      often(4, 3),
    ),
    2,
  );
  count(
    await holdEach(harness, { under: folder, name: "destinations.check", input: { id: disk.id } }, judge, often(7, 4)),
    3,
  );
  count(await holdEach(harness, { under: folder, name: "archive.verify", input: { stored, identity } }, judge, 5), 2);
});

test("a removal of old backups that is cancelled while a call hangs leaves the newest, and true claims", async () => {
  const made = await prepared();
  const { harness, folder } = made;
  for (let n = 0; n < 3; n += 1) {
    harness.clock.advance(60_000);
    await harness.call("backupPlan.run", {});
  }
  const newest = backupsIn(folder).at(-1);
  await plan(harness, { retention: { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 } });
  const all = await holdEach(
    harness,
    { under: folder, name: "backupPlan.prune", input: { dryRun: false } },
    ({ step }) => {
      expect(backupsIn(folder), `step ${step}`).toContain(newest);
    },
    often(7, 4),
  );
  count(all, 2);
  expect(backupsIn(folder)).toEqual([newest]);
  expectTrueClaims(harness, made);
});
