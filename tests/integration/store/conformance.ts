import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { v7 } from "uuid";
import { openAt } from "#main/store/open.ts";
import { insertGroup, listGroups } from "#main/store/people/groups.ts";
import { countUsers, listUsers } from "#main/store/people/user-list.ts";
import { insertUser, nextUserPk, readUser } from "#main/store/people/users.ts";
import { each, row, rows, run, value } from "#main/store/statements.ts";
import type { Db, Store, StoreAddress, Tx } from "#main/store/store.ts";
import { conformsBeside } from "./conformance-beside.ts";
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

/** Everything that the program relies on in a store, whatever engine it has. */
export function conforms(engine: Engine): void {
  describe(`a store on ${engine.name}`, () => {
    describe("is opened", () => {
      it("only where there is one, unless it is to be made", async () => {
        const place = await engine.newPlace();
        expect(await codeOf(openAt(place))).toBe("STORE_UNAVAILABLE");
        const store = await again(place, { create: true });
        await addPerson(store, "Ada");
        expect(await countUsers((await again(place, { create: true })).db, {})).toEqual({ count: 1, exact: true });
      });

      it("by an address that went through JSON, to another thread and to another process", async () => {
        const store = await newStore(engine);
        await addPerson(store, "Ada");
        const address = JSON.parse(JSON.stringify(store.address)) as StoreAddress;
        expect(address).toEqual(store.address);
        const thread = new Worker(new URL("count-people.ts", import.meta.url), {
          workerData: store.address,
          execArgv: [],
        });
        expect(await once(thread, "message")).toEqual([1]);
        const child = newProcess(address);
        child.say("people");
        expect(await child.line((line) => line.startsWith("people"))).toBe("people: 1");
      });
    });

    describe("a transaction", () => {
      it("is seen by others when it is committed, not before", async () => {
        const store = await newStore(engine);
        const beside = await again(store.address);
        const seen = await store.write(async (tx) => {
          await insertGroup(tx, group("Ward"));
          return [await countGroups(tx), await countGroups(beside.db)];
        });
        expect(seen).toEqual([1, 0]);
        expect(await countGroups(beside.db)).toBe(1);
      });

      it("is not seen half done by a read of its own store, which waits for its end", async () => {
        const store = await newStore(engine);
        let reading: Promise<number> | undefined;
        await store
          .write(async (tx) => {
            await insertGroup(tx, group("Ward"));
            reading = countGroups(store.db);
            await new Promise(setImmediate);
            fail();
          })
          .catch((thrown: unknown) => expect(thrown).toBeInstanceOf(Stop));
        expect(await reading).toBe(0);
      });

      it("leaves nothing behind when it fails, whatever has run in it", async () => {
        const store = await newStore(engine);
        await addPerson(store, "Ada");
        const failing = store.write(async (tx) => {
          await insertUser(tx, person("Bob"));
          await run(tx, "UPDATE users SET notes = ?", "changed");
          await tx.deleteFrom("users").where("name", "=", "Ada").execute();
          fail();
        });
        await expect(failing).rejects.toBeInstanceOf(Stop);
        expect((await listUsers(store.db, {}, page)).map((user) => [user.name, user.notes])).toEqual([["Ada", ""]]);
        expect(await countUsers(store.db, { search: "bob" })).toEqual({ count: 0, exact: true });
        await addPerson(store, "Cleo");
        expect(await countUsers(store.db, {})).toEqual({ count: 2, exact: true });
      });

      it("is undone when its signal comes before the commit", async () => {
        const store = await newStore(engine);
        const stop = new AbortController();
        const work = async (tx: Tx): Promise<void> => {
          await insertGroup(tx, group("Ward"));
          stop.abort();
        };
        expect(await codeOf(store.write(work, { signal: stop.signal }))).toBe("CANCELLED");
        expect(await countGroups(store.db)).toBe(0);
      });

      it("waits for another connection's, which does not have to let it through", async () => {
        const store = await newStore(engine);
        const beside = await again(store.address);
        const order: string[] = [];
        const { promise: released, resolve: release } = Promise.withResolvers<void>();
        const first = store.write(async (tx) => {
          await insertGroup(tx, group("first"));
          await released;
          order.push("first");
        });
        const second = beside.write(async (tx) => {
          order.push("second");
          expect(await countGroups(tx)).toBe(1);
        });
        await new Promise((soon) => setTimeout(soon, 60));
        release();
        await Promise.all([first, second]);
        expect(order).toEqual(["first", "second"]);
      });

      it("is BUSY when its turn does not come, and stops waiting at a signal", async () => {
        const store = await newStore(engine);
        const hasty = await again(store.address, { patience: 40 });
        const patient = await again(store.address);
        const stop = new AbortController();
        const nothing = async (): Promise<void> => undefined;
        await store.write(async (tx) => {
          await insertGroup(tx, group("Ward"));
          expect(await codeOf(hasty.write(nothing))).toBe("BUSY");
          expect(await codeOf(patient.write(nothing, { patience: 0 }))).toBe("BUSY");
          const waiting = codeOf(patient.write(nothing, { signal: stop.signal }));
          stop.abort();
          expect(await waiting).toBe("CANCELLED");
        });
        expect(await codeOf(hasty.write(nothing))).toBe("none");
      });

      it("sees what it reads unchanged: others cannot write in between", async () => {
        const store = await newStore(engine);
        const beside = await again(store.address);
        const count = async (writer: Store): Promise<void> => {
          for (let round = 0; round < 25; round += 1) {
            await writer.write(async (tx) => {
              const before = await countGroups(tx);
              await new Promise(setImmediate);
              await insertGroup(tx, group(`group ${before}`));
            });
          }
        };
        await Promise.all([count(store), count(beside)]);
        expect(await countGroups(store.db)).toBe(50);
      });
    });

    describe("statements", () => {
      it.each([{ alone: true }, { alone: false }])("give back what was written, opened with %o", async (options) => {
        const store = await newStore(engine, options);
        const stored = { bytes: Buffer.from([0, 1, 255]), text: "Ünïcode 𝄞\0end", none: null };
        const slot = { id: "s", kind: "passphrase" as const, params: "{}", created_at: 2 ** 50, label: stored.text };
        const check = async (db: Db): Promise<void> => {
          const read = "SELECT wrapped_key, label, created_at, checked_at FROM vault_slots WHERE id = ?";
          const all = { wrapped_key: stored.bytes, label: stored.text, created_at: 2 ** 50, checked_at: stored.none };
          expect(await rows(db, read, "s")).toEqual([all]);
          expect(await row(db, read, "s")).toEqual(all);
          expect(await row(db, read, "t")).toBeUndefined();
          expect(await value(db, "SELECT label FROM vault_slots WHERE id = ?", "s")).toBe(stored.text);
          expect(await value(db, "SELECT label FROM vault_slots WHERE id = ?", "t")).toBeUndefined();
          const labels: string[] = [];
          for await (const one of each<{ label: string }>(db, "SELECT label FROM vault_slots ORDER BY id")) {
            labels.push(one.label);
          }
          expect(labels).toEqual([stored.text]);
        };
        await store.write(async (tx) => {
          await tx
            .insertInto("vault_slots")
            .values({ ...slot, wrapped_key: stored.bytes, checked_at: null })
            .execute();
          await check(tx);
          expect(await run(tx, "UPDATE vault_slots SET created_at = created_at WHERE id IN (?, ?)", "s", "t")).toBe(1);
          expect(await run(tx, "DELETE FROM vault_slots WHERE id = ?", "nobody")).toBe(0);
        });
        await check(store.db);
      });

      it("are part of the transaction, as its queries are", async () => {
        const store = await newStore(engine);
        await store.write(async (tx) => {
          const pk = await nextUserPk(tx);
          await tx.insertInto("groups").values(group("by query")).execute();
          await run(
            tx,
            "INSERT INTO groups (id, name, name_key, description, created_at) VALUES (?, 'by text', 'by text', '', 1)",
            v7(),
          );
          expect((await listGroups(tx)).map((one) => one.name)).toEqual(["by query", "by text"]);
          expect(await insertUser(tx, person("Ada"))).toBe(pk);
          expect((await readUser(tx, pk))?.name).toBe("Ada");
        });
        expect((await listGroups(store.db)).map((one) => one.name)).toEqual(["by query", "by text"]);
      });

      it("fail as a promise, and the transaction can go on", async () => {
        const store = await newStore(engine);
        await store.write(async (tx) => {
          const pk = await insertGroup(tx, group("Ward"));
          const twice = run(
            tx,
            "INSERT INTO groups (pk, id, name, name_key, description, created_at) VALUES (?, 'x', '', '', '', 1)",
            pk,
          );
          expect(await codeOf(twice)).toBe("CONFLICT");
          await insertGroup(tx, group("Other"));
        });
        expect(await countGroups(store.db)).toBe(2);
      });

      it("name what is taken and what does not exist", async () => {
        const store = await newStore(engine);
        await store.write((tx) => insertUser(tx, person("Ada", "ada")));
        expect(await codeOf(store.write((tx) => insertUser(tx, person("Other", "ADA"))))).toBe("CONFLICT");
        const member = "INSERT INTO group_members (group_pk, user_pk) VALUES (?, ?)";
        expect(await codeOf(store.write((tx) => run(tx, member, 77, 1)))).toBe("INVALID_REFERENCE");
        const status = "UPDATE users SET status = ?";
        expect(await codeOf(store.write((tx) => run(tx, status, "unheard of")))).toBe("INVALID_INPUT");
      });
    });
  });

  conformsBeside(engine);
}
