import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { plan, type Prepared, prepared } from "../../integration/backups/plan/support.ts";
import { enrol, temporaryFolder } from "../../support/harness.ts";
import { callsSoFar, heldThreads, letGo, slowDown } from "../../support/hold-at.ts";
import { backupsIn, strayNames } from "./support.ts";

vi.setConfig({ testTimeout: 120_000 });
beforeEach(() => void vi.stubEnv("NODE_OPTIONS", heldThreads.NODE_OPTIONS));
afterEach(() => letGo());

/** What each call takes longer, in milliseconds. */
const delay = 10;
/** Everything that backups do, once. @returns what it answers, without what differs from run to run */
async function everything({ harness, folder, disk, identity }: Prepared): Promise<Record<string, unknown>> {
  const file = join(temporaryFolder(), "b.age");
  const created = await harness.call("archive.create", { file });
  const verified = await harness.call("archive.verify", { file, identity });
  const runs: string[] = [];
  for (let n = 0; n < 2; n += 1) {
    harness.clock.advance(60_000);
    runs.push((await harness.call("backupPlan.run", {})).outcome);
  }
  const listed = await harness.call("destinations.contents", { id: disk.id });
  const checked = await harness.call("destinations.check", { id: disk.id });
  await plan(harness, { retention: { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 } });
  const pruned = await harness.call("backupPlan.prune", { dryRun: false });
  const left = backupsIn(folder);
  const [name = ""] = left;
  const fetched = await harness.call("archive.preview", { stored: { destination: disk.id, name }, identity });
  const restored = await harness.call("archive.restore", { stored: { destination: disk.id, name }, identity });
  const { phase } = await harness.call("system.status", {});
  expect(strayNames(harness.dataDir)).toEqual([]);
  return {
    created: created.counts,
    verified: [verified.valid, verified.checks],
    runs,
    listed: listed.rows.map(({ known }) => known),
    checked: checked.lastError,
    pruned: [pruned.decisions.map(({ keep }) => keep), pruned.problems],
    left: left.length,
    fetched: [fetched.valid, fetched.counts],
    restored: [restored.counts, restored.opensWith],
    phase,
  };
}

test("on a slow disk everything ends as on a fast one", async () => {
  const fast = await prepared();
  await enrol(fast.harness, "ada");
  const expected = await everything(fast);
  const made = await prepared();
  await enrol(made.harness, "ada");
  slowDown(delay, tmpdir());
  const result = await everything(made);
  console.log(`slow calls: ${callsSoFar()} by ${delay} ms`);
  expect(callsSoFar()).toBeGreaterThan(150);
  expect(result).toEqual(expected);
  expect(result).toMatchObject({ runs: ["done", "done"], checked: null, left: 1, phase: "ready" });
});
