import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { prepared } from "../../integration/backups/plan/support.ts";
import { enrol, openHarness } from "../../support/harness.ts";
import { heldThreads, letGo } from "../../support/hold-at.ts";
import { often } from "../../support/long.ts";
import { backupsIn, cancelHeld, expectStoppedOrDone, type Held, strayNames } from "./support.ts";

vi.setConfig({ testTimeout: 120_000 });
beforeEach(() => void vi.stubEnv("NODE_OPTIONS", heldThreads.NODE_OPTIONS));
afterEach(() => letGo());

/** One call in so many is held; none of three, so that what differs by the step changes too. */
const stride = often(7, 4);

test("a restore that is cancelled while a call on its disk hangs leaves the store as it was or as it is to be", async () => {
  const { harness: source, folder, identity } = await prepared();
  await enrol(source, "ada");
  await source.call("backupPlan.run", {});
  const stored = {
    settings: { kind: "folder", path: folder } as const,
    keys: null,
    name: backupsIn(folder)[0] ?? "",
  };
  const all: Held[] = [];
  const phases: string[] = [];
  for (let step = 1; ; step += stride) {
    const harness = await openHarness();
    const under = harness.dataDir;
    const one = await cancelHeld(harness, step, { under, name: "archive.restore", input: { stored, identity } });
    if (one === null) break;
    expectStoppedOrDone(one);
    all.push(one);
    expect(strayNames(under), `step ${step}`).toEqual([]);
    const { phase } = await harness.call("system.status", {});
    expect(phase, `step ${step}`).toBe(one.reply.ok ? "ready" : "empty");
    await harness.reopen();
    expect((await harness.call("system.status", {})).phase, `step ${step}`).toBe(phase);
    phases.push(phase);
    await harness.console.close();
  }
  console.log(
    `steps of a restore that were held: ${all.length}, of them in threads: ${all.filter(({ thread }) => thread === "worker").length}`,
  );
  const turn = phases.indexOf("ready");
  expect(turn).toBeGreaterThan(0);
  expect(new Set(phases.slice(turn))).toEqual(new Set(["ready"]));
});
