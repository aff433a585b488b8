import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { healthReport } from "#main/system/health.ts";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";

/** As a disk is full: not a byte is left, and the store was closed before. */
describe.skipIf(process.getuid?.() !== 0)("a data folder on a full disk", () => {
  let harness: Harness;
  let dataDir: string;
  beforeEach(async () => {
    dataDir = temporaryFolder();
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", dataDir]);
    if (mounted.status !== 0) throw new Error(mounted.stderr.toString());
    harness = await openHarness({ dataDir });
    await setUp(harness);
    await harness.call("users.add", { username: "alice" });
    await harness.reopen(() => {
      spawnSync("dd", ["if=/dev/zero", `of=${dataDir}/filler`, "bs=4k"]);
    });
  });
  afterEach(async () => {
    await harness.console.close();
    spawnSync("umount", ["--lazy", dataDir]);
  });

  it("is read as before, and no word is said of damage or of a restore", async () => {
    expect(await harness.call("system.status", {})).toMatchObject({ problem: null });
    expect((await harness.call("access.whoami", {})).name).toBe("olga");
    // Use of a session is written down now and then: here it cannot be.
    harness.clock.advance(120_000);
    expect((await harness.call("users.list", {})).rows).toHaveLength(1);
    expect((await harness.call("users.get", { user: { username: "alice" } })).username).toBe("alice");
  });

  it("refuses what would change it with what it is", async () => {
    for (const work of [
      harness.refuse("users.add", { username: "bob", name: "x".repeat(200) }),
      harness.refuse("audit.verify", {}),
      harness.refuse("imports.exportUsers", { file: `${temporaryFolder()}/x.csv` }),
    ]) {
      expect(await work).toMatchObject({ code: "DISK_FULL", retryable: true });
    }
    expect((await harness.call("users.list", {})).rows).toHaveLength(1);
  });

  it("is what the doctor and Health name", async () => {
    expect(await harness.call("system.health", {})).toMatchObject({
      attention: expect.arrayContaining(["The disk of the data folder is full."]) as string[],
      store: { diskFull: true },
    });
    await harness.console.close();
    const found = await healthReport({
      dataDir,
      runtime: { name: "terminal", version: "24" },
      keychain: { state: "unavailable", reason: null },
      now: Date.now(),
    });
    expect(found).toMatchObject({ healthy: false, store: { problems: [], diskFull: true } });
  });

  it("is worked with as before when there is room again", async () => {
    await harness.reopen(() => rmSync(`${dataDir}/filler`));
    await harness.call("users.add", { username: "bob" });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });
});
