import { describe, expect, it } from "vitest";
import { openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  return harness;
}

describe("groups", () => {
  it("are added, renamed and described, each with its event, and listed by name with their members", async () => {
    const harness = await ready();
    const nursing = await harness.call("groups.add", { name: "Nursing" });
    await harness.call("groups.add", { name: "Admissions", description: "Front desk" });
    await harness.call("users.add", { username: "ann", groups: [nursing.id] });
    await harness.call("groups.edit", { id: nursing.id, name: "Nurses" });
    const { groups } = await harness.call("groups.list", {});
    expect(groups.map(({ name, members, description }) => ({ name, members, description }))).toEqual([
      { name: "Admissions", members: 0, description: "Front desk" },
      { name: "Nurses", members: 1, description: "" },
    ]);
    const { rows } = await harness.call("audit.list", { action: "group" });
    expect(rows.map(({ action, target, details }) => [action, target, details])).toEqual([
      ["group.edit", "Nurses", { nameBefore: "Nursing", nameAfter: "Nurses" }],
      ["group.add", "Admissions", {}],
      ["group.add", "Nursing", {}],
    ]);
  });

  it.each(["NURSING", "ｎursing", " nursing "])("refuse the taken name written as %j", async (name) => {
    const harness = await ready();
    await harness.call("groups.add", { name: "Nursing" });
    const other = await harness.call("groups.add", { name: "Other" });
    expect((await harness.refuse("groups.add", { name })).code).toBe("CONFLICT");
    expect((await harness.refuse("groups.edit", { id: other.id, name })).code).toBe("CONFLICT");
  });

  it("go without their members when they are deleted", async () => {
    const harness = await ready();
    const group = await harness.call("groups.add", { name: "Nursing" });
    const ann = await harness.call("users.add", { username: "ann", groups: [group.id] });
    await harness.call("groups.delete", { id: group.id });
    expect((await harness.call("users.get", { user: { id: ann.id } })).groups).toEqual([]);
    expect((await harness.call("users.list", { group: group.id })).rows).toEqual([]);
    expect((await harness.call("audit.list", { action: "group.delete" })).rows).toMatchObject([
      { details: { members: 1 } },
    ]);
  });

  it("filter the list, alone and with a state and a search, and count exactly alone", async () => {
    const harness = await ready();
    const group = await harness.call("groups.add", { name: "Nursing" });
    for (const username of ["ann", "anna", "bob"]) await harness.call("users.add", { username, groups: [group.id] });
    await harness.call("users.add", { username: "annika" });
    await harness.call("users.disable", { user: { username: "anna" } });
    const of = async (input: Parameters<typeof harness.call<"users.list">>[1]) => {
      const { rows, total } = await harness.call("users.list", { group: group.id, ...input });
      return [rows.map(({ username }) => username), total];
    };
    expect(await of({})).toEqual([["ann", "anna", "bob"], { count: 3, exact: true }]);
    expect(await of({ search: "nn" })).toEqual([["ann", "anna"], { count: 2, exact: true }]);
    expect(await of({ search: "nn", status: "active" })).toEqual([["ann"], { count: 1, exact: true }]);
  });

  it("that do not exist are refused for a user, who is then not added", async () => {
    const harness = await ready();
    const group = await harness.call("groups.add", { name: "Nursing" });
    await harness.call("groups.delete", { id: group.id });
    expect((await harness.refuse("users.add", { username: "ann", groups: [group.id] })).code).toBe("INVALID_REFERENCE");
    expect((await harness.call("users.list", {})).rows).toEqual([]);
  });
});

describe("a user's facts", () => {
  it("with external id, notes and groups are kept, searched, edited and audited without the notes' text", async () => {
    const harness = await ready();
    const group = await harness.call("groups.add", { name: "Nursing" });
    const { id } = await harness.call("users.add", {
      username: "ann",
      externalId: "P-1001",
      notes: "left-handed\r\nnight shift",
    });
    expect((await harness.call("users.list", { search: "-100" })).rows).toMatchObject([{ id, externalId: "P-1001" }]);
    await harness.call("users.edit", { id, groups: [group.id], notes: "day shift", externalId: "P-1002" });
    expect(await harness.call("users.get", { user: { id } })).toMatchObject({
      notes: "day shift",
      externalId: "P-1002",
      groups: [{ name: "Nursing" }],
    });
    const [event] = (await harness.call("audit.list", { action: "user.edit" })).rows;
    expect(event?.details).toEqual({
      externalIdBefore: "P-1001",
      externalIdAfter: "P-1002",
      groupsBefore: "",
      groupsAfter: "Nursing",
      notesChanged: true,
    });
  });

  it("an external id belongs to one user, in any case", async () => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann", externalId: "P-1" });
    const error = await harness.refuse("users.add", { username: "bob", externalId: "p-1" });
    expect(error).toMatchObject({ code: "CONFLICT", fields: { externalId: expect.any(String) as string } });
    await harness.call("users.add", { username: "bob" });
    await harness.call("users.add", { username: "cyd" });
  });

  it("one who left is not verified, and one who is deleted is gone with tokens and codes, but not from the audit", async () => {
    const harness = await ready();
    const { id } = await harness.call("users.add", { username: "ann" });
    await harness.call("tokens.begin", { user: { id } });
    await harness.call("users.setStatus", { user: { id }, status: "left" });
    const verdict = await harness.call("verification.check", { user: { id }, code: "000000" });
    expect(verdict).toMatchObject({ result: "refused", reason: "user_disabled" });
    await harness.call("users.delete", { user: { id } });
    expect((await harness.refuse("users.get", { user: { id } })).code).toBe("NOT_FOUND");
    expect((await harness.call("users.list", { search: "ann" })).rows).toEqual([]);
    const { rows } = await harness.call("audit.list", { targetId: id });
    expect(rows.map(({ action }) => action)).toEqual([
      "user.delete",
      "verification.check",
      "token.void",
      "user.leave",
      "token.begin",
      "user.add",
    ]);
  });
});

describe("saved filters", () => {
  it("are each administrator's own, one of a name, and can be forgotten", async () => {
    const harness = await ready();
    await harness.call("filters.save", { name: "Waiting", filter: { enrolment: "pending" } });
    const saved = await harness.call("filters.save", {
      name: "waiting",
      filter: { enrolment: "none" },
      sort: "newest",
    });
    const { filters } = await harness.call("filters.list", {});
    expect(filters).toEqual([{ id: saved.id, name: "waiting", filter: { enrolment: "none" }, sort: "newest" }]);
    await harness.call("filters.delete", { id: saved.id });
    expect((await harness.call("filters.list", {})).filters).toEqual([]);
    expect((await harness.refuse("filters.delete", { id: saved.id })).code).toBe("NOT_FOUND");
  });
});
