import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { applyMigration, schemaVersion } from "#main/store/migrations/migrations.ts";
import { applicationId, migratingOn } from "#main/store/sqlite/migrate.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { matchesMigrations } from "#main/store/sqlite/snapshot.ts";
import { countUsers, listUsers } from "#main/store/people/user-list.ts";
import { attemptsOf } from "#main/throttle/throttle.ts";
import { countedNow } from "#main/throttle/wait.ts";
import { clockAt } from "../../support/clock-at.ts";
import { temporaryFolder } from "../../support/harness.ts";

/** A store as the first version wrote it: three users, one of them enrolled, one disabled. */
async function firstVersion(): Promise<string> {
  const file = join(temporaryFolder(), "console.db");
  const raw = new Database(file);
  raw.pragma("foreign_keys = ON");
  await applyMigration(migratingOn(raw), 1);
  const user = raw.prepare("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 1)");
  user.run(1, "u1", "zoe", "zoe", "Zoë Müller", "zoe muller", "zoe@example.org", "active");
  user.run(2, "u2", "Ada", "ada", "Ada Byron", "ada byron", "", "active");
  user.run(3, "u3", "bob", "bob", "", "bob", "", "disabled");
  raw.exec(`
    INSERT INTO tokens (id, user_id, label, algorithm, digits, period, status, seed, last_step, created_at)
      VALUES ('t1', 'u2', 'Phone', 'SHA1', 6, 30, 'active', x'01', 7, 1), ('t2', 'u2', 'Old', 'SHA1', 6, 30, 'revoked', NULL, 5, 1);
    INSERT INTO backup_code_sets VALUES ('s1', 'u2', NULL, x'01', '{}', 1, 1, NULL);
    INSERT INTO backup_codes VALUES ('s1', 0, x'02', NULL);
    INSERT INTO console VALUES (1, 'store', 'Acme', 'Acme', 'complete', 1, 1, 0, x'00', x'00')`);
  raw.pragma("user_version = 1");
  raw.pragma(`application_id = ${applicationId}`);
  raw.close();
  return file;
}

describe("a store of the first version", () => {
  it("is brought to this version with everything in it, and can be searched", async () => {
    const file = await firstVersion();
    const store = await openStore(file, { create: false });
    onTestFinished(() => store.close());
    const page = { sort: "name", from: null, startAt: null, limit: 10 } as const;
    const all = await listUsers(store.db, {}, page);
    expect(all.map(({ username, enrolment, status }) => [username, enrolment, status])).toEqual([
      ["Ada", "active", "active"],
      ["bob", "none", "disabled"],
      ["zoe", "none", "active"],
    ]);
    expect((await listUsers(store.db, { search: "ülle" }, page)).map(({ username }) => username)).toEqual(["zoe"]);
    expect(await countUsers(store.db, { enrolment: "active" })).toEqual({ count: 1, exact: true });
    expect(await countUsers(store.db, { status: "active", enrolment: "none" })).toEqual({ count: 1, exact: true });
    const tokens = await store.db
      .selectFrom("tokens")
      .select(["id", "kind", "last_step", "status"])
      .orderBy("id")
      .execute();
    expect(tokens).toEqual([
      { id: "t1", kind: "totp", last_step: 7, status: "active" },
      { id: "t2", kind: "totp", last_step: 5, status: "revoked" },
    ]);
    expect(await store.db.selectFrom("backup_codes").select("set_id").execute()).toEqual([{ set_id: "s1" }]);
    const sets = await store.db.selectFrom("backup_code_sets").select(["id", "handed_over_at"]).execute();
    expect(sets).toEqual([{ id: "s1", handed_over_at: 1 }]);
    expect(await matchesMigrations(file, schemaVersion)).toBeGreaterThan(20);
  });

  it("is kept as it was before, beside it, and only once", async () => {
    const file = await firstVersion();
    const keepIn = dirname(file);
    await (await openStore(file, { keepIn })).close();
    const kept = join(keepIn, "store.before-schema-1", "console.db");
    expect(statSync(dirname(kept)).mode & 0o777).toBe(0o700);
    const raw = new Database(kept, { readonly: true });
    expect(raw.pragma("user_version", { simple: true })).toBe(1);
    expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(raw.prepare("SELECT count(*) FROM users").pluck().get()).toBe(3);
    raw.close();
    const before = statSync(kept).mtimeMs;
    await (await openStore(file, { keepIn })).close();
    expect(statSync(kept).mtimeMs).toBe(before);
    expect(readdirSync(keepIn).filter((name) => name.startsWith("store."))).toEqual(["store.before-schema-1"]);
  });

  it("refuses rows that refer to nothing instead of carrying them along, and stays as it was", async () => {
    const file = await firstVersion();
    const raw = new Database(file);
    raw.pragma("foreign_keys = OFF");
    raw.exec("UPDATE tokens SET user_id = 'nobody' WHERE id = 't1'");
    raw.close();
    await expect(openStore(file)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    expect(await matchesMigrations(file, 1)).toBeGreaterThan(10);
  });
});

/** A store as one of versions 5 and later wrote it, with what `sql` adds. */
async function olderVersion(wrote: number, sql: string): Promise<string> {
  const file = join(temporaryFolder(), "console.db");
  const raw = new Database(file);
  for (let version = 1; version <= wrote; version += 1) await applyMigration(migratingOn(raw), version);
  raw.exec(`
    INSERT INTO console (id, store_id, organisation, issuer, setup, created_at, clock_floor, audit_seq, audit_mac, audit_head_mac)
      VALUES (1, 'store', 'Acme', 'Acme', 'complete', 1, 1, 0, x'00', x'00');
    INSERT INTO admins (id, name, name_key, role, status, password_hash, created_at, updated_at)
      VALUES ('a1', 'olga', 'olga', 'owner', 'active', '', 1, 1);
    ${sql}`);
  raw.pragma(`user_version = ${wrote}`);
  raw.pragma(`application_id = ${applicationId}`);
  raw.close();
  return file;
}

describe("a store of the fifth version", () => {
  it("keeps what waits for an approval under the present names of its procedures", async () => {
    const file = await olderVersion(
      5,
      `
      INSERT INTO approvals (id, procedure, digest, title, facts, requester_id, needs, requested_at, expires_at)
        VALUES ('p1', 'backup.restoreUsers', x'01', 'Restore', '[]', 'a1', 'administrator', 1, 2),
          ('p2', 'backup.restore', x'01', 'Restore', '[]', 'a1', 'administrator', 1, 2),
          ('p3', 'vault.rotate', x'01', 'Rotate', '[]', 'a1', 'administrator', 1, 2);`,
    );
    const store = await openStore(file);
    onTestFinished(() => store.close());
    const waiting = await store.db.selectFrom("approvals").select("procedure").orderBy("id").execute();
    expect(waiting.map(({ procedure }) => procedure)).toEqual([
      "archive.restoreUsers",
      "archive.restore",
      "vault.rotate",
    ]);
    expect(await matchesMigrations(file, schemaVersion)).toBeGreaterThan(20);
  });
});

describe("a store of the seventh version", () => {
  it("keeps its waits, each with what was left at the last event, and none longer than it was", async () => {
    const at = 1_000_000;
    const file = await olderVersion(
      7,
      `UPDATE console SET clock_floor = ${at};
      INSERT INTO throttle VALUES ('admin:a1', 5, ${at + 20_000}, ${at - 10_000}), ('vault', 5, ${at + 930_000}, ${at + 900_000}),
        ('free', 2, 0, ${at});
      INSERT INTO approvals (id, procedure, digest, title, facts, requester_id, needs, requested_at, expires_at, ready_at)
        VALUES ('p1', 'policies.set', x'01', 'Set', '[]', 'a1', 'delay', ${at}, ${at + 48 * 3_600_000}, ${at + 24 * 3_600_000});`,
    );
    const store = await openStore(file);
    onTestFinished(() => store.close());
    const clock = clockAt(() => at + 365 * 24 * 3_600_000);
    const moment = { now: clock.now(), clock, computer: { id: "00" } };
    const left = async (key: string) => {
      const { blockedUntil } = await attemptsOf(store.db, key, moment);
      return blockedUntil === null ? null : blockedUntil - moment.now;
    };
    expect([await left("admin:a1"), await left("vault"), await left("free")]).toEqual([20_000, 30_000, null]);
    const [{ ready_at: ready } = { ready_at: null }] = await store.db.selectFrom("approvals").selectAll().execute();
    expect((ready ?? 0) - (await countedNow(store.db, moment))).toBe(24 * 3_600_000);
    expect(await matchesMigrations(file, schemaVersion)).toBeGreaterThan(20);
  });
});
