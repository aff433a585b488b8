import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { healthReport } from "#main/system/health.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { codeFor, type Harness, openHarness, owner, setUp, temporaryFolder } from "../../support/harness.ts";
import { toldAll } from "../../support/told.ts";

const hour = 3_600_000;
const passphrase = "an orchard behind the mill";
const noBackup = "There is no backup yet.";
const unproven = "Nobody has tested the recovery key yet.";

const doctor = async (harness: Harness) =>
  toldAll(
    await healthReport({
      dataDir: harness.dataDir,
      runtime: { name: "terminal", version: "24" },
      keychain: { state: "unavailable", reason: null },
      now: harness.clock.now(),
    }),
  );

/** Window and terminal say the same. */
async function attention(harness: Harness): Promise<string[]> {
  const inWindow = await harness.call("system.health", {});
  const inTerminal = await doctor(harness);
  expect(inTerminal.attention).toEqual(inWindow.attention);
  for (const { healthy, attention: lines } of [inWindow, inTerminal]) expect(healthy).toBe(lines.length === 0);
  return inWindow.attention;
}

function change(harness: Harness, sql: string): void {
  const raw = new Database(storeFile(harness.dataDir));
  raw.exec(sql);
  raw.close();
}

async function fresh() {
  const harness = await openHarness({ background: true });
  const { recoveryKey, secret, codeSet } = await setUp(harness);
  await harness.call("account.confirmBackupCodes", { codeSet });
  change(harness, "UPDATE vault_slots SET checked_at = NULL WHERE kind = 'recovery'");
  return { harness, recoveryKey, secret, file: join(temporaryFolder(), "b.age") };
}

describe("everything is in order", () => {
  it("only once a backup was made and the recovery key was tested", async () => {
    const { harness, recoveryKey, file } = await fresh();
    expect(await attention(harness)).toEqual([unproven, noBackup]);
    await harness.call("archive.create", { file, passphrase });
    expect(await attention(harness)).toEqual([unproven]);
    await harness.call("vault.check", { recoveryKey });
    expect(await attention(harness)).toEqual([]);
  });

  it("no longer when the last backup by hand is older than the plan allows", async () => {
    const { harness, recoveryKey, file } = await fresh();
    await harness.call("vault.check", { recoveryKey });
    await harness.call("archive.create", { file, passphrase });
    harness.clock.advance(47 * hour);
    expect((await doctor(harness)).attention).toEqual([]);
    harness.clock.advance(2 * hour);
    expect(await doctor(harness)).toMatchObject({
      attention: ["The last backup is too old."],
      backups: { configured: false, stale: true },
    });
  });

  it("only once a new backup key was tested: it is shown once, and may never have been seen", async () => {
    const { harness, recoveryKey, file } = await fresh();
    await harness.call("vault.check", { recoveryKey });
    const { identity } = await harness.call("recipients.make", { name: "Safe" });
    await harness.call("archive.create", { file });
    expect(await attention(harness)).toEqual(["Backup keys that need testing: Safe."]);
    expect(await harness.call("backupPlan.health", {})).toMatchObject({ unprovenRecipients: ["Safe"] });
    await harness.call("recipients.prove", { identity });
    expect(await attention(harness)).toEqual([]);
    expect(await harness.call("backupPlan.health", {})).toMatchObject({ unprovenRecipients: [] });
  });

  it.each([
    [
      "a backup that had problems",
      `INSERT INTO backup_runs VALUES ('r', 'person', 0, 0, 'failed', NULL, '["The disk is full."]', NULL, NULL)`,
      "Backups had problems.",
    ],
    [
      "an owner who came back with the recovery key",
      `INSERT INTO audit_events SELECT seq + 1000, at, NULL, NULL, 'recovery.owner', 'olga', NULL, 'done', '{}', x'00'
       FROM audit_events ORDER BY seq DESC LIMIT 1`,
      "olga came back with the recovery key.",
    ],
    [
      "backup codes that nobody has confirmed",
      "UPDATE backup_code_sets SET handed_over_at = NULL",
      "Nobody has confirmed that these people have their new backup codes: olga.",
    ],
    [
      "an authenticator that was used in the future",
      "UPDATE tokens SET last_step = last_step + 100000, last_used_at = last_used_at + 3000000000",
      "Codes were accepted or letters printed while this computer's clock was in the future.",
    ],
    [
      "a restore that nobody has looked through",
      `INSERT INTO restores VALUES ('r', 1, 'b.age', 1, 'unread', NULL, '[]', NULL, '["letters"]', NULL)`,
      "The console was restored from a backup, and not all tasks after the restore are done.",
    ],
  ])("never beside a finding: %s", async (_what, sql, line) => {
    const { harness, recoveryKey, file } = await fresh();
    await harness.call("vault.check", { recoveryKey });
    await harness.call("archive.create", { file, passphrase });
    change(harness, sql);
    expect((await doctor(harness)).attention).toEqual([line]);
    expect((await harness.call("system.health", {})).attention).toContain(line);
  });

  it("never again in a console that was restored with a broken audit log, and says where it broke", async () => {
    const { harness, recoveryKey, secret, file } = await fresh();
    await harness.call("vault.check", { recoveryKey });
    change(harness, "UPDATE audit_events SET target = 'mallory' WHERE seq = 2");
    await harness.call("archive.create", { file, passphrase });
    await harness.call("archive.restore", { file, passphrase });
    harness.clock.advance(60_000);
    await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
    await harness.call("archive.create", { file, passphrase, overwrite: true });
    const line = "The console was restored from a backup whose audit log was broken.";
    const restored = { backupName: "b.age", event: 2 };
    // Only the keys tell that the end of the log is broken too.
    for (const report of [await harness.call("system.health", {}), await doctor(harness)]) {
      expect(report).toMatchObject({ healthy: false, audit: { restored } });
      expect(report.attention).toContain(line);
    }
  });
});
