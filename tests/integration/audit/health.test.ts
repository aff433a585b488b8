import { join } from "node:path";
import Database from "better-sqlite3";
import { beforeEach, describe, expect, it } from "vitest";
import { healthReport } from "#main/system/health.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { toldAll } from "../../support/told.ts";

const week = 7 * 24 * 3_600_000;

let harness: Harness;
beforeEach(async () => {
  harness = await openHarness({ background: true });
  const { recoveryKey, codeSet } = await setUp(harness);
  // Without these, something needs attention anyway.
  await harness.call("account.confirmBackupCodes", { codeSet });
  await harness.call("vault.check", { recoveryKey });
  await harness.call("archive.create", {
    file: join(temporaryFolder(), "b.age"),
    passphrase: "an orchard behind the mill",
  });
  for (let n = 0; n < 5; n += 1) await harness.call("users.add", { username: `user${n}` });
});

function change(sql: string): void {
  const raw = new Database(storeFile(harness.dataDir));
  raw.exec(sql);
  raw.close();
}

const health = () => harness.call("system.health", {});
const doctor = async () =>
  toldAll(
    await healthReport({
      dataDir: harness.dataDir,
      runtime: { name: "terminal", version: "24" },
      keychain: { state: "unavailable", reason: null },
      now: harness.clock.now(),
    }),
  );

describe("Health and the doctor know", () => {
  it("that the end of the audit is intact, and what the last full verification found", async () => {
    expect(await health()).toMatchObject({ healthy: true, audit: { tail: "intact", lastFull: null } });
    const { events } = await harness.call("audit.verify", {});
    const lastFull = { at: harness.clock.now(), valid: true, events };
    expect(await health()).toMatchObject({ healthy: true, audit: { tail: "intact", lastFull } });
    expect(await doctor()).toMatchObject({ healthy: true, audit: { tail: "unknown", lastFull } });
  });

  it.each([
    [
      "a changed event",
      "UPDATE audit_events SET target = 'mallory' WHERE seq = (SELECT max(seq) - 1 FROM audit_events)",
    ],
    ["a removed event", "DELETE FROM audit_events WHERE seq = (SELECT max(seq) - 2 FROM audit_events)"],
    ["a cut end", "DELETE FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)"],
    ["a moved end", "UPDATE console SET audit_seq = audit_seq - 1"],
  ])("of %s at once, and say so at the next start", async (_what, sql) => {
    change(sql);
    expect(await health()).toMatchObject({ healthy: false, audit: { tail: "broken" } });
    await harness.reopen();
    expect(harness.log).toContainEqual(
      expect.objectContaining({ level: "error", message: "the end of the audit log is not intact" }),
    );
  });

  it("of a change further back once the whole was verified, also where the keys are locked", async () => {
    for (let n = 0; n < 220; n += 1) await harness.call("users.add", { username: `later${n}` });
    change("UPDATE audit_events SET target = 'mallory' WHERE seq = 2");
    expect(await health()).toMatchObject({ healthy: true, audit: { tail: "intact" } });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: false, firstBroken: 2 });
    expect(await health()).toMatchObject({ healthy: false, audit: { lastFull: { valid: false } } });
    expect(await doctor()).toMatchObject({ healthy: false, audit: { lastFull: { valid: false } } });
  });

  it("the whole again after a week, without being asked", async () => {
    harness.clock.advance(week);
    await harness.reopen();
    await expect.poll(async () => (await doctor()).audit.lastFull, { timeout: 20_000 }).toMatchObject({ valid: true });
  });

  it("of ways to the keys that are missing or damaged", async () => {
    expect(await health()).toMatchObject({ slots: [] });
    change("UPDATE vault_slots SET wrapped_key = x'00', label = 'Safe' WHERE kind = 'recovery'");
    expect((await health()).slots).toEqual(["A way to open the keys is damaged: recovery, Safe."]);
    change("DELETE FROM vault_slots WHERE kind = 'recovery'");
    expect(await health()).toMatchObject({ healthy: false });
    expect((await doctor()).slots).toEqual([expect.stringContaining("no recovery key")]);
  });
});
