import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { UserSort } from "#shared/contract/directory.ts";
import type { UserId } from "#shared/model/ids.ts";
import { sortKey } from "#shared/model/text.ts";
import { v7 } from "uuid";
import { rows } from "#main/store/statements.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import type { Store } from "#main/store/store.ts";
import { countUsers, listUsers, sortValue, type UserPage } from "#main/store/people/user-list.ts";
import { deleteUser, insertUser, requireUser, type StoredUser, updateUser } from "#main/store/people/users.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { fillDirectory, madeUpPeople } from "../../support/directory.ts";

async function openEmpty(): Promise<Store> {
  const store = await openStore(join(temporaryFolder(), "console.db"), { create: true });
  onTestFinished(() => store.close());
  return store;
}

const allRows = (store: Store): Promise<StoredUser[]> => rows<StoredUser>(store.db, "SELECT * FROM users");

/** The order that the list promises, from scratch: bytes of the folded name, then age. */
const inOrder = (users: readonly StoredUser[]): StoredUser[] =>
  users.toSorted((a, b) => Buffer.compare(Buffer.from(a.name_sort), Buffer.from(b.name_sort)) || a.pk - b.pk);

async function expectOrder(store: Store): Promise<void> {
  const ordinals = inOrder(await allRows(store)).map(({ ordinal }) => ordinal);
  expect(ordinals.every((ordinal) => ordinal !== null)).toBe(true);
  expect(ordinals).toEqual(ordinals.toSorted((a, b) => Number(a) - Number(b)));
  expect(new Set(ordinals).size).toBe(ordinals.length);
}

const page = (change: Partial<UserPage> = {}): UserPage => ({
  sort: "name",
  from: null,
  startAt: null,
  limit: 1000,
  ...change,
});

/** What a search must find, from scratch: every word somewhere in one of the texts. */
const expected = (users: readonly StoredUser[], search: string): number[] => {
  const words = sortKey(search).split(/\s+/u).filter(Boolean);
  return inOrder(users)
    .filter((row) => words.every((word) => row.search.includes(word)))
    .map(({ pk }) => pk);
};

let made = 0;
const add = (store: Store, name: string): Promise<number> =>
  store.write((tx) =>
    insertUser(tx, {
      id: v7() as UserId,
      username: `u${(made += 1)}`,
      name,
      email: "",
      external_id: "",
      notes: "",
      status: "active",
      created_at: 1,
    }),
  );

const letters = fc.constantFrom("a", "b", "ab", "Ä", "ß", "z", " ", "-", ".", "'", '"', "é", "中", "𝒜", "\uE000", "😀");
const name = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(""));

const step = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), name }),
  fc.record({ kind: fc.constant("fill" as const), names: fc.array(name, { maxLength: 30 }) }),
  fc.record({ kind: fc.constant("rename" as const), at: fc.nat(), name }),
  fc.record({ kind: fc.constant("delete" as const), at: fc.nat() }),
);

async function perform(
  store: Store,
  action: typeof step extends fc.Arbitrary<infer Step> ? Step : never,
): Promise<void> {
  if (action.kind === "add") await add(store, action.name);
  else if (action.kind === "fill") {
    const people = action.names.map((text) => ({ username: `u${(made += 1)}`, name: text, email: "" }));
    await store.write((tx) => fillDirectory(tx, people, 1));
  } else {
    const all = await allRows(store);
    const row = all[action.at % Math.max(1, all.length)];
    if (!row) return;
    await store.write((tx) =>
      action.kind === "rename" ? updateUser(tx, row, { name: action.name, updated_at: 2 }) : deleteUser(tx, row, 2),
    );
  }
}

describe("the order of names and the search index", () => {
  it("stay true through any sequence of adding, filling, renaming and deleting", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), name, async (steps, search) => {
        const store = await openStore(join(temporaryFolder(), "console.db"), { create: true });
        try {
          for (const action of steps) await perform(store, action);
          await expectOrder(store);
          const all = await allRows(store);
          const found = await listUsers(store.db, { search }, page());
          expect(found.map(({ pk }) => pk)).toEqual(expected(all, search));
        } finally {
          await store.close();
        }
      }),
      { numRuns: 60 },
    );
  });

  it("make room where many come to one place, one after the other", async () => {
    const store = await openEmpty();
    await add(store, "a");
    await add(store, "c");
    for (let n = 0; n < 200; n += 1) await add(store, `b${String(n).padStart(4, "0")}`);
    for (let n = 200; n > 0; n -= 1) await add(store, `a${String(n).padStart(4, "0")}`);
    for (let n = 0; n < 60; n += 1) await add(store, "b same");
    await expectOrder(store);
    expect((await countUsers(store.db, { search: "b0" })).count).toBe(200);
  });

  it("find any part of any text of 5,000 people, and nothing else", async () => {
    const store = await openEmpty();
    await store.write((tx) => fillDirectory(tx, [...madeUpPeople(5000)], 1));
    const all = await allRows(store);
    fc.assert(
      fc.property(
        fc.nat(all.length - 1),
        fc.nat(3),
        fc.nat(20),
        fc.integer({ min: 1, max: 12 }),
        (at, line, from, length) => {
          const text = all[at]?.search.split("\n")[line] ?? "";
          const part = text.slice(from % Math.max(1, text.length), (from % Math.max(1, text.length)) + length);
          fc.pre(part.trim() !== "");
          expect(expected(all, part)).toContain(all[at]?.pk);
        },
      ),
      { numRuns: 20 },
    );
    for (const search of [
      "a",
      "xa",
      "ber",
      "anna",
      "berlor",
      "an ma",
      "example.org",
      "e1000",
      "zzzz",
      "ma.ri",
      "@",
      "0 1 2",
    ]) {
      const found = await listUsers(store.db, { search }, page({ limit: 10_000 }));
      expect(
        found.map(({ pk }) => pk),
        search,
      ).toEqual(expected(all, search));
    }
  });
});

describe("paging", () => {
  /** Nothing is written in these tests: one directory serves them all. */
  let store: Store;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
    store = await openStore(join(folder, "console.db"), { create: true });
    await store.write((tx) => fillDirectory(tx, [...madeUpPeople(5000)], 1));
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ["name", {}],
    ["username", {}],
    ["newest", {}],
    ["name", { search: "an" }],
    ["username", { search: "an" }],
    ["newest", { search: "ber" }],
    ["name", { status: "active" }],
    ["username", { enrolment: "none" }],
  ] as const)("by %s with %j goes through all of them once, and back again", async (sort: UserSort, filter) => {
    const all = await listUsers(store.db, filter, page({ sort, limit: 10_000 }));
    expect(all.length).toBeGreaterThan(100);
    const forward: number[] = [];
    let from: UserPage["from"] = null;
    for (;;) {
      const shown = await listUsers(store.db, filter, page({ sort, from, limit: 333 }));
      const last = shown.at(-1);
      if (!last) break;
      forward.push(...shown.map(({ pk }) => pk));
      from = { key: { value: sortValue(last, sort), pk: last.pk }, direction: "after" };
    }
    expect(forward).toEqual(all.map(({ pk }) => pk));
    const middle = all[1000] ?? all[90];
    if (!middle) throw new Error("too few");
    const before = { key: { value: sortValue(middle, sort), pk: middle.pk }, direction: "before" } as const;
    const shown = await listUsers(store.db, filter, page({ sort, from: before, limit: 50 }));
    const at = forward.indexOf(middle.pk);
    expect(shown.map(({ pk }) => pk)).toEqual(forward.slice(at - 50, at));
  });

  it("begins at a text", async () => {
    const [first] = await listUsers(store.db, {}, page({ startAt: "M", limit: 1 }));
    const want = inOrder(await allRows(store)).find((row) => row.name_sort >= "m");
    expect(first?.pk).toBe(want?.pk);
    expect(await listUsers(store.db, {}, page({ startAt: "zzzzz", limit: 1 }))).toEqual([]);
  });
});

describe("counts", () => {
  it("are kept exactly per state, and bounded where they are not", async () => {
    const store = await openEmpty();
    await store.write((tx) => fillDirectory(tx, [...madeUpPeople(2000)], 1));
    const [row] = await allRows(store);
    if (!row) throw new Error("nobody");
    await store.write(async (tx) => updateUser(tx, row, { status: "left", updated_at: 2 }));
    expect(await countUsers(store.db, {})).toEqual({ count: 2000, exact: true });
    expect(await countUsers(store.db, { status: "left" })).toEqual({ count: 1, exact: true });
    expect(await countUsers(store.db, { status: "active", enrolment: "none" })).toEqual({ count: 1999, exact: true });
    expect(await countUsers(store.db, { search: "a" })).toEqual({ count: 500, exact: false });
    expect(await countUsers(store.db, { search: row.username })).toEqual({ count: 1, exact: true });
    await store.write(async (tx) => deleteUser(tx, await requireUser(tx, { id: row.id }), 3));
    expect(await countUsers(store.db, {})).toEqual({ count: 1999, exact: true });
    expect(await countUsers(store.db, { status: "left" })).toEqual({ count: 0, exact: true });
  });
});
