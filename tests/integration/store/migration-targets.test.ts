import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";
import { applyMigration, schemaVersion } from "#main/store/migrations/migrations.ts";
import { rows } from "#main/store/statements.ts";
import { applicationId, migratingOn } from "#main/store/sqlite/migrate.ts";
import { matchesMigrations } from "#main/store/sqlite/snapshot.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { temporaryFolder } from "../../support/harness.ts";

/** A store as version 7 wrote it, with two systems: one was handed two authenticators, one of which is gone since. */
async function seventhVersion(): Promise<string> {
  const file = join(temporaryFolder(), "console.db");
  const raw = new Database(file);
  for (let version = 1; version <= 7; version += 1) await applyMigration(migratingOn(raw), version);
  raw.exec(`
    INSERT INTO console (id, store_id, organisation, issuer, setup, created_at, clock_floor, audit_seq, audit_mac, audit_head_mac)
      VALUES (1, 'store', 'Acme', 'Acme', 'complete', 1, 1, 0, x'00', x'00');
    INSERT INTO targets (id, name, name_key, format, settings, created_at, exported_at)
      VALUES ('s1', 'VPN', 'vpn', 'otpauth', '{}', 1, 2), ('s2', 'Mail', 'mail', 'otpauth', '{}', 1, NULL);
    INSERT INTO target_tokens (target_id, token_id, user_id, username, label, serial, facts, exported_at)
      VALUES ('s1', 't1', 'u1', 'ada', 'Phone', '', '[]', 2), ('s1', 't2', 'u2', 'bob', 'Phone', '', '[]', 2);`);
  raw.pragma("user_version = 7");
  raw.pragma(`application_id = ${applicationId}`);
  raw.close();
  return file;
}

it("of a store that did not keep whom a system has to look at, each system looks at everybody once", async () => {
  const file = await seventhVersion();
  const store = await openStore(file);
  onTestFinished(() => store.close());
  expect(await rows(store.db, "SELECT target_id, user_id FROM target_marks ORDER BY target_id")).toEqual([
    { target_id: "s1", user_id: "" },
    { target_id: "s2", user_id: "" },
  ]);
  expect(await rows(store.db, "SELECT id, handed FROM targets ORDER BY id")).toEqual([
    { id: "s1", handed: 2 },
    { id: "s2", handed: 0 },
  ]);
  expect(await matchesMigrations(file, schemaVersion)).toBeGreaterThan(20);
});
