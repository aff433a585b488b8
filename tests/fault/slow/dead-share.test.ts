import { describe, expect, test } from "vitest";
import { addFolder } from "../../integration/backups/plan/support.ts";
import { deadSharesMissing, withDeadShare } from "../../support/dead-share.ts";
import { heldThreads } from "../../support/hold-at.ts";
import { startChild } from "../../support/processes.ts";
import { backupsIn, expectTrueClaims, newPlace, strayNames } from "./support.ts";

const script = new URL("dead-share.child.ts", import.meta.url);

describe.skipIf(deadSharesMissing())("a share whose server has died", () => {
  test("is given up, by itself or by a person, keeps no other place from its copy, and no console from its end", async () => {
    const { place, harness } = await newPlace();
    const dead = await addFolder(harness, "share");
    const sound = await addFolder(harness, "disk");
    await harness.console.close();
    const child = startChild(script, [place, String(harness.clock.now()), dead.disk.id], {
      prefix: withDeadShare(dead.folder),
      env: heldThreads,
    });
    expect(await child.line((line) => line.startsWith("reply "))).toContain('"CANCELLED"');
    const run = await child.line((line) => line.startsWith("reply "), 2);
    expect(run).toContain('"outcome":"partial"');
    // The first hang is not followed by a second one.
    expect(run).toContain('"location":"share","problem":{"key":"backups.folderHangs"}');
    expect(await child.line((line) => line.startsWith("hanging "))).toBe("hanging 1");
    expect(await child.ended).toBe(0);
    expect(backupsIn(sound.folder)).toHaveLength(1);
    await harness.reopen();
    expect(strayNames(harness.dataDir)).toEqual([]);
    expectTrueClaims(harness, sound);
    const { problems } = await harness.call("backupPlan.health", {});
    expect(problems).toMatchObject([{ outcome: "partial" }]);
    harness.clock.advance(60_000);
    expect(await harness.call("backupPlan.run", {})).toMatchObject({ outcome: "done" });
  });
});
