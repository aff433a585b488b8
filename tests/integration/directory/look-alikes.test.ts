import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { applyMigration } from "#main/store/migrations/migrations.ts";
import { migratingOn } from "#main/store/sqlite/migrate.ts";
import { stepUp, theOwner } from "../../support/administrators.ts";
import { type Harness, openHarness, owner, setUp } from "../../support/harness.ts";

async function ready(): Promise<{ harness: Harness; secret: string }> {
  const harness = await openHarness();
  const { secret } = await setUp(harness);
  return { harness, secret };
}

describe("a username that looks like another one", () => {
  it("is refused whichever of the two came first, also as an edit, and leaves the own one alone", async () => {
    const { harness } = await ready();
    const first = await harness.call("users.add", { username: "ѕсоре", name: "Sam Cope" });
    const error = await harness.refuse("users.add", { username: "Scope" });
    expect(error).toMatchObject({
      code: "CONFLICT",
      fields: { username: expect.stringContaining("looks like") as string },
    });
    expect(error.message).toContain("Sam Cope");
    const bob = await harness.call("users.add", { username: "bob" });
    expect(await harness.refuse("users.edit", { id: bob.id, username: "scope" })).toMatchObject({ code: "CONFLICT" });
    expect(await harness.call("users.edit", { id: first.id, username: "ѕсоре", email: "s@example.org" })).toMatchObject(
      {
        email: "s@example.org",
      },
    );
    await harness.call("users.edit", { id: first.id, username: "sam" });
    expect(await harness.call("users.edit", { id: bob.id, username: "scope" })).toMatchObject({ username: "scope" });
  });

  it("is found among those that an older version of the console has written", async () => {
    const raw = new Database(":memory:");
    for (let version = 1; version <= 4; version += 1) await applyMigration(migratingOn(raw), version);
    const insert = raw.prepare(
      `INSERT INTO users (id, username, username_key, name, name_sort, email, external_id, notes, status, search,
         created_at, updated_at) VALUES (@name, @name, @name, '', @name, '', '', '', 'active', @name, 1, 1)`,
    );
    for (const name of ["ѕсоре", "ann"]) insert.run({ name });
    await applyMigration(migratingOn(raw), 5);
    expect(raw.prepare("SELECT look_key FROM users ORDER BY username").pluck().all()).toEqual([null, "scope"]);
    raw.close();
  });

  it("of an administrator is refused as well", async () => {
    const { harness, secret } = await ready();
    const olga = await theOwner(harness, secret, owner);
    await stepUp(harness, olga, "administrators");
    await harness.call("admins.invite", { name: "ѕсоре", role: "helpdesk" });
    expect(await harness.refuse("admins.invite", { name: "scope", role: "helpdesk" })).toMatchObject({
      code: "CONFLICT",
      fields: { name: expect.stringContaining("looks like") as string },
    });
    expect(await harness.refuse("admins.invite", { name: "оlga", role: "owner" })).toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});
