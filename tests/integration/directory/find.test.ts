import { describe, expect, it } from "vitest";
import type { UserId } from "#shared/model/ids.ts";
import { openHarness, setUp } from "../../support/harness.ts";

const people = [
  { username: "bjorn.dvorak", name: "Björn Dvořák", email: "bjorn.dvorak@meridian.example", externalId: "00123" },
  { username: "b.mueller", name: "Björn Müller", email: "mueller@example.org" },
  { username: "anna", name: "Anna Björklund", email: "ab@example.org" },
  { username: "a.schmidt", name: "Anna-Lena Schmidt", email: "shared@example.org" },
  { username: "o.obrien", name: "Orla O’Brien", email: "shared@example.org" },
  { username: "zed", name: "", email: "zed@example.org" },
];

async function directory() {
  const harness = await openHarness();
  await setUp(harness);
  for (const person of people) await harness.call("users.add", person);
  const find = async (search: string) => {
    const { rows, clear } = await harness.call("users.find", { search });
    return {
      names: rows.map(({ username }) => username),
      clear: rows.find(({ id }) => id === clear)?.username ?? null,
    };
  };
  return { harness, find };
}

describe("finding a person by a few letters", () => {
  it("puts beginnings of the words of a name before letters anywhere, and takes the one of that name", async () => {
    const { find } = await directory();
    expect(await find("bjorn m")).toEqual({ names: ["b.mueller", "bjorn.dvorak"], clear: "b.mueller" });
  });

  it("does not take somebody whom only letters of an address speak for", async () => {
    const { find } = await directory();
    expect(await find("bjorn meri")).toEqual({ names: ["bjorn.dvorak"], clear: null });
    expect(await find("vorak")).toEqual({ names: ["bjorn.dvorak"], clear: null });
    expect(await find("example")).toMatchObject({ clear: null });
  });

  it("takes nobody where a name can mean several", async () => {
    const { find } = await directory();
    expect(await find("bjorn")).toMatchObject({ clear: null });
    // One is called so, and it is the username of another.
    expect(await find("anna")).toMatchObject({ clear: null });
  });

  it("takes the one whom it can only mean", async () => {
    const { find } = await directory();
    const meant = {
      // A username, an external id, an e-mail address in any case, the beginning of a username.
      "b.mueller": "b.mueller",
      "00123": "bjorn.dvorak",
      "Bjorn.Dvorak@Meridian.example": "bjorn.dvorak",
      "o.ob": "o.obrien",
      // The second part of a double name, another apostrophe, a word in the middle, a username in place of a name.
      lena: "a.schmidt",
      "o'brien": "o.obrien",
      "orla brien": "o.obrien",
      zed: "zed",
    };
    for (const [search, username] of Object.entries(meant)) {
      expect(await find(search), search).toMatchObject({ clear: username });
    }
  });

  it("takes nobody for an address that two have", async () => {
    const { find } = await directory();
    expect(await find("shared@example.org")).toEqual({ names: ["a.schmidt", "o.obrien"], clear: null });
  });

  it("finds nobody for punctuation alone, and says so", async () => {
    const { find } = await directory();
    expect(await find("-'’")).toEqual({ names: [], clear: null });
  });

  it("keeps to a status", async () => {
    const { harness } = await directory();
    await harness.call("users.disable", { user: { username: "b.mueller" } });
    const { rows, clear } = await harness.call("users.find", { search: "bjorn m", status: "active" });
    expect({ rows: rows.map(({ username }) => username), clear }).toEqual({ rows: ["bjorn.dvorak"], clear: null });
    await harness.call("users.enable", { user: { username: "b.mueller" } });
  });
});

describe("a page of the list after a person", () => {
  it("begins with the next in the order, also where the filter no longer leaves that person", async () => {
    const { harness } = await directory();
    const { rows } = await harness.call("users.list", {});
    const [first, second, third] = rows;
    const after = { after: first?.id as UserId, limit: 1 };
    expect((await harness.call("users.list", after)).rows.map(({ id }) => id)).toEqual([second?.id]);
    await harness.call("users.disable", { user: { id: second?.id as UserId } });
    const active = { after: second?.id as UserId, status: "active" as const, limit: 1 };
    expect((await harness.call("users.list", active)).rows.map(({ id }) => id)).toEqual([third?.id]);
    const newest = (await harness.call("users.list", { sort: "newest" })).rows;
    const next = { after: newest[1]?.id as UserId, sort: "newest" as const, limit: 1 };
    expect((await harness.call("users.list", next)).rows.map(({ id }) => id)).toEqual([newest[2]?.id]);
    await expect(harness.call("users.list", { after: "0192f0c4-7aa0-7cc0-9e51-6fb3d1c0aa01" })).rejects.toThrow(
      "NOT_FOUND",
    );
  });
});
