import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { applyMigration } from "#main/store/migrations/migrations.ts";
import { applicationId, migratingOn } from "#main/store/sqlite/migrate.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { say } from "#shared/texts/say.ts";
import { fromStored, fromStoredList } from "#shared/texts/stored.ts";
import { temporaryFolder } from "../../support/harness.ts";

const title = "Remove the owner “Olga” \\ O'Neil";
const facts = ["Olga is now an owner; status: active", 'Reason: she said "no"\nand left'];
const problems = ["Disk in the cellar: The backup folder was not found.", "Second: its 100 % full"];
const failure = "The backup location is full. Free some space there or choose another location.";

/** A store as a version of the schema left it, with what that version said. */
async function ofVersion(version: number): Promise<string> {
  const file = join(temporaryFolder(), "console.db");
  const raw = new Database(file);
  for (let step = 1; step <= version; step += 1) await applyMigration(migratingOn(raw), step);
  raw.exec(`
    INSERT INTO console (id, store_id, organisation, issuer, setup, created_at, clock_floor, audit_seq, audit_mac, audit_head_mac)
      VALUES (1, 'store', 'Acme', 'Acme', 'complete', 1, 1, 0, x'00', x'00');
    INSERT INTO admins (id, name, name_key, role, status, password_hash, created_at, updated_at)
      VALUES ('a1', 'Erik', 'erik', 'owner', 'active', '', 1, 1)`);
  if (version >= 3) {
    const approval = raw.prepare(`
      INSERT INTO approvals (id, procedure, digest, title, facts, requester_id, needs, requested_at, expires_at)
        VALUES (?, 'admins.remove', x'0102', ?, ?, 'a1', 'delay', 1, 2)`);
    approval.run("p1", title, JSON.stringify(facts));
    approval.run("p2", "Make a backup key", "[]");
  }
  if (version >= 4) {
    raw.prepare("INSERT INTO destinations VALUES ('d1', 'Cellar', '{}', NULL, 1, 1, NULL, ?)").run(failure);
    raw.exec(`
      INSERT INTO destinations VALUES ('d2', 'Attic', '{}', NULL, 1, 1, 1, NULL);
      INSERT INTO backups VALUES ('b1', 'b1.age', 1, 'schedule', 1, '00', 1, 1, 1, 0, NULL)`);
    const copy = raw.prepare("INSERT INTO backup_copies VALUES ('b1', ?, ?, 1, ?)");
    copy.run("d1", "failed", failure);
    copy.run("d2", "stored", null);
    const run = raw.prepare("INSERT INTO backup_runs VALUES (?, 'schedule', 1, 2, ?, 'b1', ?, NULL, NULL)");
    run.run("r1", "partial", JSON.stringify(problems));
    run.run("r2", "done", "[]");
  }
  raw.pragma(`user_version = ${version}`);
  raw.pragma(`application_id = ${applicationId}`);
  raw.close();
  return file;
}

const opened = async (version: number) => {
  const store = await openStore(await ofVersion(version));
  onTestFinished(() => store.close());
  return store.db;
};

describe("a store", () => {
  it.each([3, 4, 5])("of version %i keeps what waits for an approval, in order, with its digest", async (version) => {
    const rows = await (await opened(version)).selectFrom("approvals").selectAll().orderBy("id").execute();
    const read = rows.map((row) => [say(fromStored(row.title)), fromStoredList(row.facts).map(say)]);
    expect(read).toEqual([
      [title, facts],
      ["Make a backup key", []],
    ]);
    expect(rows[0]?.digest.toString("hex")).toBe("0102");
  });

  it.each([4, 5])("of version %i keeps what went wrong with backups, word for word", async (version) => {
    const db = await opened(version);
    const runs = await db.selectFrom("backup_runs").select("problems").orderBy("id").execute();
    expect(runs.map((run) => fromStoredList(run.problems).map(say))).toEqual([problems, []]);
    const said = (stored: string | null) => (stored === null ? null : say(fromStored(stored)));
    const copies = await db.selectFrom("backup_copies").select("error").orderBy("destination_id").execute();
    expect(copies.map(({ error }) => said(error))).toEqual([failure, null]);
    const places = await db.selectFrom("destinations").select("last_error").orderBy("id").execute();
    expect(places.map((place) => said(place.last_error))).toEqual([failure, null]);
  });
});
