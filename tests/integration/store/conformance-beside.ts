import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { addressOf, snapshotAt, viewAt } from "#main/store/open.ts";
import { insertGroup } from "#main/store/people/groups.ts";
import { countUsers, listUsers } from "#main/store/people/user-list.ts";
import { insertUser } from "#main/store/people/users.ts";
import {
  addPerson,
  again,
  codeOf,
  countGroups,
  type Engine,
  fail,
  group,
  newProcess,
  newStore,
  page,
  person,
  Stop,
} from "./conformance-support.ts";

/** The order of names, and what several connections and processes see of each other. */
export function conformsBeside(engine: Engine): void {
  describe(`a store on ${engine.name}, beside others`, () => {
    describe("names", () => {
      it("are in the order of their code points, without case and accents, and found in any part", async () => {
        const store = await newStore(engine);
        // U+1D11E is above U+FF21 as a code point, and below it in the units of UTF-16.
        const inOrder = ["ada", "Ádám", "Zoë", "zorro", "Åsa".replace("Å", "z\u0301"), "Ａ", "𝄞"];
        const shuffled = [...inOrder].toSorted((a, b) => a.length - b.length || (a < b ? 1 : -1));
        for (const one of shuffled) await addPerson(store, one);
        const listed = await listUsers(store.db, {}, page);
        const keys = listed.map((user) => Buffer.from(user.name_sort));
        expect(keys).toEqual(keys.toSorted((a, b) => Buffer.compare(a, b)));
        expect(listed.map((user) => user.name)).toContain("Ádám");
        expect(listed.at(-1)?.name).toBe("𝄞");
        const found = async (search: string) => (await listUsers(store.db, { search }, page)).map((user) => user.name);
        expect(await found("DAM")).toEqual(["Ádám"]);
        expect(await found("oez")).toEqual([]);
        expect(await found("zo")).toEqual(["Zoë", "zorro"]);
        expect(await found("%")).toEqual([]);
      });
    });

    describe("its version", () => {
      it("changes when another connection has written, and only then", async () => {
        const store = await newStore(engine);
        const beside = await again(store.address);
        const first = await store.version();
        await store.write((tx) => insertGroup(tx, group("own")));
        await beside.write(async (tx) => void (await countGroups(tx)));
        await expect(
          beside.write(async (tx) => {
            await insertGroup(tx, group("undone"));
            fail();
          }),
        ).rejects.toBeInstanceOf(Stop);
        await countGroups(beside.db);
        expect(await store.version()).toBe(first);
        await beside.write((tx) => insertGroup(tx, group("other")));
        const second = await store.version();
        expect(second).not.toBe(first);
        expect(await store.write(() => store.version())).toBe(second);
      });
    });

    describe("a lease", () => {
      it("belongs to one connection until it is released, and to each name by itself", async () => {
        const store = await newStore(engine);
        const beside = await again(store.address);
        const held = await store.lease("backup");
        expect(await codeOf(beside.lease("backup"))).toBe("BUSY");
        expect(await codeOf(store.lease("backup"))).toBe("BUSY");
        await (await beside.lease("other")).release();
        await held.release();
        await (await beside.lease("backup")).release();
      });

      it("excludes other processes, and ends with its process, however that ends", async () => {
        const store = await newStore(engine);
        const child = newProcess(store.address);
        child.say("lease");
        expect(await child.line((line) => line.startsWith("lease"))).toBe("lease: held");
        expect(await codeOf(store.lease("backup"))).toBe("BUSY");
        child.process.kill("SIGKILL");
        await child.ended;
        const held = await store.lease("backup");
        const next = newProcess(store.address);
        next.say("lease");
        expect(await next.line((line) => line.startsWith("lease"))).toBe("lease: BUSY");
        await held.release();
      });
    });

    describe("while it is frozen", () => {
      it("refuses to write, also who has waited for a turn, and reads", async () => {
        const store = await newStore(engine);
        const beside = await again(store.address);
        const { promise: released, resolve: release } = Promise.withResolvers<void>();
        const holding = beside.write(async (tx) => {
          await insertGroup(tx, group("Ward"));
          await released;
        });
        const nothing = async (): Promise<void> => undefined;
        const waiting = codeOf(store.write(nothing));
        const thaw = store.freeze();
        expect(await codeOf(store.write(nothing))).toBe("BUSY");
        release();
        await holding;
        expect(await waiting).toBe("BUSY");
        expect(await countGroups(store.db)).toBe(1);
        thaw();
        expect(await codeOf(store.write(nothing))).toBe("none");
      });
    });

    describe("a view and a snapshot", () => {
      it("show one moment, whatever is written meanwhile", async () => {
        const store = await newStore(engine);
        await addPerson(store, "before");
        const view = await viewAt(store.address);
        onTestFinished(() => view.close());
        await addPerson(store, "after");
        expect((await listUsers(view.db, {}, page)).map((user) => user.name)).toEqual(["before"]);
        expect(await countUsers(store.db, {})).toEqual({ count: 2, exact: true });
      });

      it("is a store by itself, with whole transactions only, while others write", async () => {
        const store = await newStore(engine);
        const padding = "x".repeat(2000);
        const pair = (n: number): Promise<void> =>
          store.write(async (tx) => {
            await insertUser(tx, { ...person(`pair ${n}.`), notes: padding });
            await insertUser(tx, { ...person(`pair ${n}.`), notes: padding });
          });
        for (let n = 0; n < 300; n += 1) await pair(n);
        const folder = (await engine.newPlace()).file;
        const target = join(folder, "..", "copy.db");
        let seen = 0;
        const writing: Promise<void>[] = [];
        await snapshotAt(store.address, target, {
          signal: new AbortController().signal,
          onPages: () => writing.push(pair(1000 + (seen += 1))),
        });
        await Promise.all(writing);
        expect(seen).toBeGreaterThan(0);
        const copy = await again(addressOf(target));
        const [copied, now] = [await countUsers(copy.db, {}), await countUsers(store.db, {})];
        expect(copied).toEqual({ count: 600, exact: true });
        expect(now.count).toBe(600 + 2 * seen);
        expect(await countUsers(copy.db, { search: "99." })).toEqual({ count: 6, exact: true });
      });

      it("that is stopped says so", async () => {
        const store = await newStore(engine);
        await addPerson(store, "Ada");
        const target = join((await engine.newPlace()).file, "..", "copy.db");
        const stop = new AbortController();
        stop.abort();
        const stopped = snapshotAt(store.address, target, { signal: stop.signal, onPages: () => undefined });
        expect(await codeOf(stopped)).toBe("CANCELLED");
        expect(existsSync(store.address.file)).toBe(true);
      });
    });
  });
}
