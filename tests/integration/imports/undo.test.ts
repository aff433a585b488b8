import { beforeEach, describe, expect, test } from "vitest";
import type { ImportId } from "#shared/model/ids.ts";
import { enrol, type Harness, openHarness, setUp } from "../../support/harness.ts";
import { csv, importFile, saved } from "./support.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

const people = (...rows: string[][]): string =>
  csv([["username", "name", "email", "groups", "status", "notes"], ...rows]);

async function done(rows: string[][]): Promise<ImportId> {
  const { importId } = await importFile(harness, saved(harness, people(...rows)));
  if (importId === null) throw new Error("nothing was imported");
  return importId;
}

const allUsers = async () => (await harness.call("users.list", {})).rows;
const states = async () => (await harness.call("imports.list", {})).imports.map(({ state }) => state);

describe("undoing an import", () => {
  test("removes what it created and puts back what it changed", async () => {
    await harness.call("groups.add", { name: "Old" });
    const [old] = (await harness.call("groups.list", {})).groups;
    if (!old) throw new Error("no group");
    await harness.call("users.add", { username: "anna", name: "Anna", notes: "kept", groups: [old.id] });
    const before = await allUsers();
    const id = await done([
      ["anna", "Zora", "anna@example.org", "New", "left", ""],
      ["bela", "Bela", "", "New;Old", "", ""],
    ]);
    expect(await states()).toEqual(["undoable"]);
    expect((await harness.call("users.list", { search: "zora" })).rows).toHaveLength(1);
    const record = await harness.call("imports.undo", { id });
    expect(record).toMatchObject({ state: "undone", sums: { create: 1, update: 1 } });
    expect(await allUsers()).toEqual(before);
    expect(await harness.call("users.get", { user: { username: "anna" } })).toMatchObject({ notes: "kept" });
    expect((await harness.call("users.list", { search: "zora" })).rows).toEqual([]);
    expect((await harness.call("users.list", { search: "anna" })).rows).toHaveLength(1);
    expect((await harness.call("users.list", { status: "left" })).total).toEqual({ count: 0, exact: true });
    expect((await harness.call("groups.list", {})).groups.map(({ name, members }) => [name, members])).toEqual([
      ["Old", 1],
    ]);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
    const [event] = (await harness.call("audit.list", {})).rows;
    expect(event).toMatchObject({ action: "import.undo", details: { users: 2 } });
    expect(await harness.refuse("imports.undo", { id })).toMatchObject({
      code: "UNDO_REFUSED",
      message: "This import was already undone.",
    });
  });

  test.each<[string, (user: { id: never }) => Promise<unknown>]>([
    ["an edit", (user) => harness.call("users.edit", { id: user.id, name: "Another" })],
    ["a status", (user) => harness.call("users.setStatus", { user, status: "left" })],
    ["an authenticator", (user) => harness.call("tokens.begin", { user })],
    ["a deletion", (user) => harness.call("users.delete", { user })],
    [
      "a membership",
      async (user) => {
        const group = await harness.call("groups.add", { name: "Late" });
        return harness.call("users.edit", { id: user.id, groups: [group.id] });
      },
    ],
  ])("is refused after %s", async (_, touch) => {
    const id = await done([
      ["anna", "Anna", "", "", "", ""],
      ["bela", "Bela", "", "", "", ""],
    ]);
    const [anna] = await allUsers();
    await touch({ id: anna?.id as never });
    const before = await allUsers();
    expect(await states()).toEqual(["touched"]);
    expect(await harness.refuse("imports.undo", { id })).toMatchObject({
      code: "UNDO_REFUSED",
      message: "This import can no longer be undone: one of its people has been changed since.",
    });
    expect(await allUsers()).toEqual(before);
  });

  test("goes back step by step, the last import first", async () => {
    const first = await done([["anna", "Anna", "", "", "", ""]]);
    const created = await allUsers();
    harness.clock.advance(1000);
    const second = await done([["anna", "Anna Berg", "", "", "", ""]]);
    expect(await states()).toEqual(["undoable", "touched"]);
    expect(await harness.refuse("imports.undo", { id: first })).toMatchObject({ code: "UNDO_REFUSED" });
    await harness.call("imports.undo", { id: second });
    expect(await allUsers()).toEqual(created);
    expect(await states()).toEqual(["undone", "undoable"]);
    await harness.call("imports.undo", { id: first });
    expect(await allUsers()).toEqual([]);
  });

  test("leaves the authenticators of a user whom it had changed", async () => {
    const { userId } = await enrol(harness, "anna");
    const id = await done([["anna", "Anna Berg", "", "", "", ""]]);
    await harness.call("imports.undo", { id });
    const anna = await harness.call("users.get", { user: { id: userId } });
    expect(anna).toMatchObject({ name: "", enrolment: "active" });
    expect(anna.tokens).toHaveLength(1);
  });
});
