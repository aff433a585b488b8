import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { listTargets } from "#main/store/factors/targets.ts";
import { applyMigration, schemaVersion } from "#main/store/migrations/migrations.ts";
import { applicationId, migratingOn } from "#main/store/sqlite/migrate.ts";
import { matchesMigrations } from "#main/store/sqlite/snapshot.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { temporaryFolder } from "../../support/harness.ts";

/** A store as version 7 wrote it, with a system that was handed an authenticator. */
async function seventhVersion(): Promise<string> {
  const file = join(temporaryFolder(), "console.db");
  const raw = new Database(file);
  for (let version = 1; version <= 7; version += 1) await applyMigration(migratingOn(raw), version);
  raw.exec(`
    INSERT INTO console (id, store_id, organisation, issuer, setup, created_at, clock_floor, audit_seq, audit_mac, audit_head_mac)
      VALUES (1, 'store', 'Acme', 'Acme', 'complete', 1, 1, 0, x'00', x'00');
    INSERT INTO targets VALUES ('s1', 'VPN', 'vpn', 'otpauth', '{}', NULL, 1, 2);
    INSERT INTO target_tokens VALUES ('s1', 't1', 'u1', 'ada', 'Phone', 'CSGN00000001', '["ada","","","ada","CSGN00000001"]', 2);`);
  raw.pragma("user_version = 7");
  raw.pragma(`application_id = ${applicationId}`);
  raw.close();
  return file;
}

describe("a store of the seventh version", () => {
  it("keeps its systems and what they were handed: none has to be fitted, and nothing is proven", async () => {
    const file = await seventhVersion();
    const store = await openStore(file);
    onTestFinished(() => store.close());
    const [system] = await listTargets(store.db);
    expect(system).toMatchObject({ name: "VPN", must_fit: 0, handed: 1, proven: 0, proven_at: null, exported_at: 2 });
    expect(await matchesMigrations(file, schemaVersion)).toBeGreaterThan(20);
  });
});
