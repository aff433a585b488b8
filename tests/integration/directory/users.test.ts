import { describe, expect, it } from "vitest";
import { openHarness, setUp } from "../../support/harness.ts";

async function ready() {
  const harness = await openHarness();
  await setUp(harness);
  return harness;
}

describe("adding a user", () => {
  it("keeps what was given and says so in the audit", async () => {
    const harness = await ready();
    const user = await harness.call("users.add", { username: "ann", name: " Ann Lee ", email: "ann@example.org" });
    expect(user).toMatchObject({
      username: "ann",
      name: "Ann Lee",
      email: "ann@example.org",
      status: "active",
      enrolment: "none",
    });
    expect(await harness.call("users.get", { user: { username: "ANN" } })).toMatchObject({
      id: user.id,
      tokens: [],
      backupCodes: null,
    });
    const { rows } = await harness.call("audit.list", { action: "user" });
    expect(rows).toMatchObject([{ actor: "olga", action: "user.add", target: "ann", targetId: user.id }]);
  });

  it.each(["ANN", "ａｎｎ", " ann "])("refuses the taken username written as %j", async (username) => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann" });
    expect(await harness.refuse("users.add", { username })).toMatchObject({
      code: "CONFLICT",
      fields: { username: expect.any(String) as string },
    });
    expect((await harness.call("users.list", {})).total).toEqual({ count: 1, exact: true });
  });

  it("refuses two of one name that come at once", async () => {
    const harness = await ready();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => harness.console.call("users.add", { username: "ann" }, harness.caller)),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await harness.call("users.list", {})).total).toEqual({ count: 1, exact: true });
  });

  it.each([
    [{ username: "" }, "username"],
    [{ username: "x".repeat(10_000) }, "username"],
    [{ username: "a\u0000b" }, "username"],
    [{ username: "a\u202Eb" }, "username"],
    [{ username: "ann", name: "x".repeat(10_000) }, "name"],
    [{ username: "ann", name: "a\u202Eb" }, "name"],
    [{ username: "ann", email: "not an address" }, "email"],
  ])("refuses %j and names the field", async (input, field) => {
    const harness = await ready();
    const error = await harness.refuse("users.add", input);
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.fields).toHaveProperty(field);
    expect((await harness.call("users.list", {})).total).toEqual({ count: 0, exact: true });
  });
});

describe("editing a user", () => {
  it("changes what is given, keeps the rest, and the audit has before and after", async () => {
    const harness = await ready();
    const { id } = await harness.call("users.add", { username: "ann", name: "Ann" });
    expect(await harness.call("users.edit", { id, name: "Anna" })).toMatchObject({ username: "ann", name: "Anna" });
    const { rows } = await harness.call("audit.list", { action: "user.edit" });
    expect(rows).toMatchObject([{ target: "ann", details: { nameBefore: "Ann", nameAfter: "Anna" } }]);
    expect((await harness.call("users.list", { search: "anna" })).total).toEqual({ count: 1, exact: true });
  });

  it("may change the case of the own username but not take another's", async () => {
    const harness = await ready();
    const { id } = await harness.call("users.add", { username: "ann" });
    await harness.call("users.add", { username: "bob" });
    expect(await harness.call("users.edit", { id, username: "Ann" })).toMatchObject({ username: "Ann" });
    expect((await harness.refuse("users.edit", { id, username: "BOB" })).code).toBe("CONFLICT");
  });

  it("is silent when nothing changes", async () => {
    const harness = await ready();
    const { id } = await harness.call("users.add", { username: "ann" });
    await harness.call("users.edit", { id, username: "ann" });
    expect((await harness.call("audit.list", { action: "user.edit" })).rows).toEqual([]);
  });
});

describe("the list of users", () => {
  it("pages through all of them once, in order, while others are added", async () => {
    const harness = await ready();
    for (let n = 0; n < 25; n += 1)
      await harness.call("users.add", { username: `user${n}`, name: `Person ${String.fromCharCode(65 + (n % 5))}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof harness.call<"users.list">>> = await harness.call("users.list", {
        limit: 7,
        ...(cursor ? { cursor } : {}),
      });
      seen.push(...page.rows.map(({ username }) => username));
      cursor = page.nextCursor;
      await harness.call("users.add", { username: `extra${seen.length}`, name: "Aaaa before everything" });
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((name) => name.startsWith("user"))).toHaveLength(25);
  });

  it.each([
    ["ann", ["ann"]],
    ["LEE", ["ann", "bob"]],
    ["lee an", ["ann", "bob"]],
    ["eema", ["bob"]],
    ["öberg", ["åsa"]],
    ["oberg", ["åsa"]],
    ["example.org", ["bob"]],
    ['"; DROP TABLE users; --', []],
    ["NEAR(", []],
    ["*", []],
  ])("finds by %j", async (search, expected) => {
    const harness = await ready();
    await harness.call("users.add", { username: "ann", name: "Ann Lee" });
    await harness.call("users.add", { username: "bob", name: "Robert Leeman", email: "bob@example.org" });
    await harness.call("users.add", { username: "åsa", name: "Åsa Öberg" });
    const { rows, total } = await harness.call("users.list", { search });
    expect(rows.map(({ username }) => username)).toEqual(expected);
    expect(total).toEqual({ count: expected.length, exact: true });
  });

  it("filters by status and by enrolment", async () => {
    const harness = await ready();
    const ann = await harness.call("users.add", { username: "ann" });
    const bob = await harness.call("users.add", { username: "bob" });
    await harness.call("tokens.begin", { user: { id: ann.id } });
    await harness.call("users.disable", { user: { id: bob.id } });
    const names = async (filter: Parameters<typeof harness.call<"users.list">>[1]) =>
      (await harness.call("users.list", filter)).rows.map(({ username }) => username);
    expect(await names({ status: "active" })).toEqual(["ann"]);
    expect(await names({ status: "disabled" })).toEqual(["bob"]);
    expect(await names({ enrolment: "pending" })).toEqual(["ann"]);
    expect(await names({ enrolment: "none" })).toEqual(["bob"]);
  });

  it("refuses a cursor of another list", async () => {
    const harness = await ready();
    for (const cursor of ["x", "e30", Buffer.from('{"sort":"newest","value":1,"pk":1}').toString("base64url")]) {
      expect((await harness.refuse("users.list", { cursor })).code).toBe("INVALID_INPUT");
    }
  });
});

describe("disabling a user", () => {
  it("is done once and undone once", async () => {
    const harness = await ready();
    const { id } = await harness.call("users.add", { username: "ann" });
    await harness.call("users.disable", { user: { id } });
    expect(await harness.call("users.disable", { user: { username: "ann" } })).toMatchObject({ status: "disabled" });
    expect(await harness.call("users.enable", { user: { id } })).toMatchObject({ status: "active" });
    expect((await harness.call("audit.list", { targetId: id })).rows.map(({ action }) => action)).toEqual([
      "user.enable",
      "user.disable",
      "user.add",
    ]);
  });

  it("says that there is no such user", async () => {
    const harness = await ready();
    expect((await harness.refuse("users.disable", { user: { username: "nobody" } })).code).toBe("NOT_FOUND");
  });
});
