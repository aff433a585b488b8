import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { run } from "#main/store/statements.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import type { Store } from "#main/store/store.ts";
import { countUsers, firstUsers, listUsers } from "#main/store/people/user-list.ts";
import { fillDirectory, madeUpPeople } from "../../support/directory.ts";
import { temporaryFolder } from "../../support/harness.ts";

const page = { sort: "name", from: null, startAt: null, limit: 50 } as const;

const own = [
  { username: "siobhan", name: "Siobhán O’Reilly", email: "" },
  { username: "sean", name: "Seán O'Reilly", email: "" },
  { username: "kai", name: "Kai Kaʻahumanu", email: "" },
  { username: "card", name: "Carla Device", email: "" },
  { username: "post", name: "Paul Letter", email: "" },
  { username: "night1", name: "Nina One", email: "" },
  { username: "night2", name: "Nils Two", email: "" },
];

/** With a device, a letter and a group beside the names; among so many others. */
async function directory(others: number): Promise<Store> {
  const store = await openStore(join(temporaryFolder(), "console.db"), { create: true });
  onTestFinished(() => store.close());
  await store.write(async (tx) => {
    await fillDirectory(tx, [...own, ...madeUpPeople(others)], 1);
    await run(
      tx,
      `INSERT INTO hardware_tokens (id, serial, serial_key, model, kind, algorithm, digits, period, state, seed, created_at, updated_at)
       VALUES ('h1', 'GA-77001', 'ga-77001', 'Card', 'totp', 'SHA1', 6, 30, 'assigned', x'01', 1, 1)`,
    );
    await run(
      tx,
      `INSERT INTO tokens (id, user_id, kind, label, serial, hardware_id, algorithm, digits, period, status, seed, created_at)
       SELECT 't1', id, 'totp', 'Card', 'GA-77001', 'h1', 'SHA1', 6, 30, 'active', x'01', 1 FROM users WHERE username = 'card'`,
    );
    await run(
      tx,
      `INSERT INTO letters (id, serial, user_id, printed_at, expires_at)
       SELECT 'l1', '7K3Q-M9XH', id, 1, 2 FROM users WHERE username = 'post'`,
    );
    await run(
      tx,
      "INSERT INTO groups (id, name, name_key, description, created_at) VALUES ('g1', 'Nachtwache Süd', 'nachtwache süd', '', 1)",
    );
    await run(
      tx,
      `INSERT INTO group_members (group_pk, user_pk)
       SELECT g.pk, u.pk FROM groups g, users u WHERE g.id = 'g1' AND u.username IN ('night1', 'night2')`,
    );
  });
  return store;
}

async function found(store: Store, search: string, sort: "name" | "username" = "name"): Promise<string[]> {
  const rows = await listUsers(store.db, { search }, { ...page, sort });
  const first = await firstUsers(store.db, { search }, { ...page, sort });
  expect(first.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(await countUsers(store.db, { search })).toEqual({ count: rows.length, exact: true });
  return rows.map(({ username }) => username).toSorted();
}

describe.each([
  ["few people", 10],
  ["more than are gone through as a whole", 6000],
])("a search among %s", (_, others) => {
  it("finds a person by the number of a device or of a letter, whole or its beginning, as it is typed", async () => {
    const store = await directory(others);
    for (const typed of ["GA-77001", "ga-77", " ga-77001 "]) expect(await found(store, typed)).toEqual(["card"]);
    for (const typed of ["7K3Q-M9XH", "7k3qm9xh", "7k3q m9", "7K3Q‑M9XH"]) {
      expect(await found(store, typed)).toEqual(["post"]);
    }
    expect(await found(store, "7K3Q-M9XH", "username")).toEqual(["post"]);
    expect(await found(store, "7K3Q-M9XJ")).toEqual([]);
  });

  it("finds the people of a group by the beginning of its name, without accents", async () => {
    const store = await directory(others);
    for (const typed of ["Nachtwache", "nachtwache sud"])
      expect(await found(store, typed)).toEqual(["night1", "night2"]);
  });

  it("finds every kind of apostrophe by any of them", async () => {
    const store = await directory(others);
    for (const typed of ["o'reilly", "O’Reilly", "o`rei", "o'r"]) {
      expect(await found(store, typed)).toEqual(["sean", "siobhan"]);
    }
    for (const typed of ["ka'ahu", "kaʻahumanu", "a'a"]) expect(await found(store, typed)).toEqual(["kai"]);
  });

  it("keeps to the other filters", async () => {
    const store = await directory(others);
    expect(await listUsers(store.db, { search: "GA-77001", status: "left" }, page)).toEqual([]);
    expect(await listUsers(store.db, { search: "GA-77001", enrolment: "active" }, page)).toHaveLength(1);
  });
});

it("a large group that is named is walked through in order", async () => {
  const store = await directory(9000);
  await store.write(async (tx) => {
    await run(
      tx,
      "INSERT INTO groups (id, name, name_key, description, created_at) VALUES ('g2', 'Everyone', 'everyone', '', 1)",
    );
    await run(
      tx,
      "INSERT INTO group_members (group_pk, user_pk) SELECT g.pk, u.pk FROM groups g, users u WHERE g.id = 'g2'",
    );
  });
  expect(await listUsers(store.db, { search: "everyone" }, page)).toHaveLength(50);
  expect(await countUsers(store.db, { search: "everyone" })).toEqual({ count: 500, exact: false });
});
