import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addFolder, prepared } from "../../integration/backups/plan/support.ts";
import { held, heldThreads, holdAt, letGo } from "../../support/hold-at.ts";
import { startChild } from "../../support/processes.ts";
import { expectTrueClaims, newPlace, strayNames } from "./support.ts";

vi.setConfig({ testTimeout: 120_000 });
beforeEach(() => void vi.stubEnv("NODE_OPTIONS", heldThreads.NODE_OPTIONS));
afterEach(() => letGo());

const script = new URL("../backups/plan/work.child.ts", import.meta.url);

test("a console is closed while a place hangs, and the next start finds all in order", async () => {
  const made = await prepared();
  const { harness, folder } = made;
  holdAt(12, folder);
  const run = harness.refuse("backupPlan.run", {});
  expect(await held()).toBe("worker");
  await harness.reopen();
  expect(await run).toMatchObject({ code: "CANCELLED" });
  letGo();
  expect(strayNames(harness.dataDir)).toEqual([]);
  expectTrueClaims(harness, made);
  expect(await harness.call("backupPlan.run", {})).toMatchObject({ outcome: "done" });
});

test("a console that is killed while a call hangs leaves its store and its places in order", async () => {
  const { place, harness } = await newPlace();
  const claims = await addFolder(harness, "disk");
  const threads: string[] = [];
  for (const [under, step] of [
    [harness.dataDir, 1],
    [harness.dataDir, 15],
    [claims.folder, 12],
    [claims.folder, 20],
  ] as const) {
    await harness.console.close();
    const now = String(harness.clock.now());
    const child = startChild(script, [place, now, "backupPlan.run", "{}"], {
      env: { ...heldThreads, COUNTERSIGN_TEST_HOLD_AT: String(step), COUNTERSIGN_TEST_HOLD_UNDER: under },
    });
    const line = await child.line((one) => one.startsWith("held "));
    threads.push(line ?? "not held");
    child.process.kill("SIGKILL");
    expect(await child.ended).toBe("SIGKILL");
    await harness.reopen();
    expect(strayNames(harness.dataDir), `${under} ${step}`).toEqual([]);
    expectTrueClaims(harness, claims);
    harness.clock.advance(60_000);
  }
  expect(await harness.call("backupPlan.run", {})).toMatchObject({ outcome: "done", problems: [] });
  expect(new Set(threads)).toEqual(new Set(["held main", "held worker"]));
});
