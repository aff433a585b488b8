import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { enrol, type Harness, openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  await enrol(harness, "ann");
  return harness;
}

/** Changes the store behind the console's back, as somebody with the file could. */
function tamper(harness: Harness, statement: string): void {
  const raw = new Database(storeFile(harness.dataDir));
  raw.exec(statement);
  raw.close();
}

describe("the audit chain", () => {
  it("holds an event for each act, and verifies", async () => {
    const harness = await ready();
    const { rows } = await harness.call("audit.list", {});
    expect(rows.map(({ action }) => action)).toEqual([
      "token.confirm",
      "token.begin",
      "user.add",
      "setup.complete",
      "setup.begin",
    ]);
    expect(await harness.call("audit.verify", {})).toEqual({ valid: true, events: 5 });
  });

  it.each([
    ["an event's text was changed", "UPDATE audit_events SET actor = 'eve' WHERE seq = 3", 3],
    ["an event's time was changed", "UPDATE audit_events SET at = at + 1 WHERE seq = 1", 1],
    ["an event's details were changed", "UPDATE audit_events SET details = '{}' WHERE seq = 4", 4],
    ["an event was removed", "DELETE FROM audit_events WHERE seq = 2", 2],
    ["the last event was removed", "DELETE FROM audit_events WHERE seq = 5", 5],
    [
      "the last event was removed and the head set back",
      "DELETE FROM audit_events WHERE seq = 5; UPDATE console SET audit_seq = 4, audit_mac = (SELECT mac FROM audit_events WHERE seq = 4)",
      5,
    ],
    [
      "events changed places",
      "UPDATE audit_events SET seq = 99 WHERE seq = 2; UPDATE audit_events SET seq = 2 WHERE seq = 3; UPDATE audit_events SET seq = 3 WHERE seq = 99",
      2,
    ],
    [
      "an event was put in",
      "INSERT INTO audit_events SELECT 6, at, actor_id, actor, action, target, target_id, result, details, mac FROM audit_events WHERE seq = 5",
      6,
    ],
    ["all events were removed", "DELETE FROM audit_events", 1],
  ])("shows when %s", async (_what, statement, firstBroken) => {
    const harness = await ready();
    tamper(harness, statement);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: false, firstBroken });
  });

  it("is kept together with its change, or not at all", async () => {
    const harness = await ready();
    tamper(harness, "CREATE TRIGGER refuse BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect((await harness.refuse("users.add", { username: "bob" })).code).not.toBe("CONFLICT");
    tamper(harness, "DROP TRIGGER refuse");
    expect((await harness.call("users.list", {})).total).toEqual({ count: 1, exact: true });
    expect(await harness.call("audit.verify", {})).toEqual({ valid: true, events: 5 });
  });
});

describe("the audit list", () => {
  it.each([
    [{ action: "user" }, ["user.add"]],
    [{ action: "token.begin" }, ["token.begin"]],
    [{ actor: "olga", action: "setup" }, ["setup.complete"]],
    [{ search: "ann" }, ["token.confirm", "token.begin", "user.add"]],
    [{ search: "%" }, []],
    [{ from: Date.UTC(2027, 0) }, []],
    [{ to: Date.UTC(2025, 0) }, []],
  ])("filters by %j", async (filter, actions) => {
    const harness = await ready();
    expect((await harness.call("audit.list", filter)).rows.map(({ action }) => action)).toEqual(actions);
  });

  it("pages from the newest to the oldest", async () => {
    const harness = await ready();
    const first = await harness.call("audit.list", { limit: 2 });
    const second = await harness.call("audit.list", { limit: 2, cursor: first.nextCursor ?? "" });
    const third = await harness.call("audit.list", { limit: 2, cursor: second.nextCursor ?? "" });
    expect([first, second, third].flatMap(({ rows }) => rows.map(({ seq }) => seq))).toEqual([5, 4, 3, 2, 1]);
    expect(third.nextCursor).toBeNull();
  });
});
