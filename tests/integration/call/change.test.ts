import { describe, expect, it, onTestFinished } from "vitest";
import { procedures, type ProcedureName } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { change, changeWith, unaudited } from "#main/call/change.ts";
import type { Context } from "#main/call/context.ts";
import { LiveStore } from "#main/call/live.ts";
import { createRouter } from "#main/call/router.ts";
import type { AllHandlers } from "#main/call/handlers.ts";
import type { ConsoleOptions } from "#main/base/ports.ts";
import { openByKeychain } from "#main/keys/open.ts";
import { readConsole, updateConsole } from "#main/store/console/console.ts";
import type { Store } from "#main/store/store.ts";
import type { Keys } from "#main/keys/keys.ts";
import { type Harness, newCaller, openHarness, setUp } from "../../support/harness.ts";
import { sampleDesk } from "../../support/sample-store.ts";

interface Ready {
  harness: Harness;
  live: LiveStore;
  store: Store;
  keys: Keys;
  context: Context;
}

/** A second way into a console's store: what its handlers are given. */
async function ready(procedure: ProcedureName = "users.add"): Promise<Ready> {
  const harness = await openHarness();
  await setUp(harness);
  const live = new LiveStore(harness.dataDir, sampleDesk);
  await live.open();
  onTestFinished(() => live.close());
  const { store } = live;
  const keys = store && (await openByKeychain(store.db, harness.keychain));
  if (!store || !keys) throw new Error("the store did not open");
  live.setKeys(keys, true);
  const options = { clock: harness.clock, logger: { warn() {}, info() {}, error() {} } } as unknown as ConsoleOptions;
  const { touches } = procedures[procedure];
  const call = { caller: newCaller(), call: {}, session: null, approved: null, now: harness.clock.now() };
  return { harness, live, store, keys, context: { options, live, ...call, touches, done: { changed: false } } };
}

const organisation = async ({ store }: Ready): Promise<string | undefined> =>
  (await readConsole(store.db))?.organisation;

const events = async ({ harness }: Ready): Promise<string[]> =>
  (await harness.call("audit.list", {})).rows.map(({ action }) => action);

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "done";
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : String(thrown);
  }
};

describe("a change", () => {
  it("that notes nothing is refused, and nothing of it is stored", async () => {
    const all = await ready();
    const before = await events(all);
    const work = change(all.context, ({ tx }) => updateConsole(tx, { organisation: "Other" }));
    expect(await codeOf(work)).toBe("INTERNAL");
    expect(await organisation(all)).toBe("Acme");
    expect(await events(all)).toEqual(before);
    expect(all.context.done.changed).toBe(false);
  });

  it("is one commit with all its events, in their order", async () => {
    const all = await ready();
    const before = await events(all);
    await change(all.context, async ({ tx, note }) => {
      note({ action: "test.first" });
      await updateConsole(tx, { organisation: "Other" });
      note({ action: "test.second", target: { id: "t", name: "T" }, result: "refused", details: { count: 2 } });
    });
    expect(await organisation(all)).toBe("Other");
    expect(await events(all)).toEqual(["test.second", "test.first", ...before]);
    const { rows } = await all.harness.call("audit.list", { limit: 2 });
    expect(rows.map(({ at, target, result, details }) => ({ at, target, result, details }))).toEqual([
      { at: all.context.now, target: "T", result: "refused", details: { count: 2 } },
      { at: all.context.now, target: null, result: "done", details: {} },
    ]);
    expect(await all.harness.call("audit.verify", {})).toMatchObject({ valid: true });
    expect(all.context.done.changed).toBe(true);
  });

  it("may store many events as they come, in one order with those that it notes", async () => {
    const all = await ready();
    const before = await events(all);
    await change(all.context, async ({ note, append }) => {
      note({ action: "test.first" });
      await append({ action: "test.second" });
      await append({ action: "test.third", actor: { id: "b", name: "bob" } });
      note({ action: "test.fourth" });
      await append({ action: "test.fifth" });
    });
    const order = ["test.fifth", "test.fourth", "test.third", "test.second", "test.first"];
    expect(await events(all)).toEqual([...order, ...before]);
    expect(await all.harness.call("audit.verify", {})).toMatchObject({ valid: true });
    expect(all.context.done.changed).toBe(true);
  });

  it("that fails after it has stored an event leaves no event", async () => {
    const all = await ready();
    const before = await events(all);
    const work = change(all.context, async ({ append }) => {
      await append({ action: "test.first" });
      throw new AppError("CONFLICT");
    });
    expect(await codeOf(work)).toBe("CONFLICT");
    expect(await events(all)).toEqual(before);
    expect(await all.harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  it("that is stopped before its commit leaves neither the change nor an event", async () => {
    const all = await ready();
    const { store, keys } = all;
    const before = await events(all);
    const stop = new AbortController();
    const author = { store, keys, actor: null, at: 5 };
    const work = changeWith(
      author,
      async ({ tx, append }) => {
        await updateConsole(tx, { organisation: "Other" });
        await append({ action: "test.first" });
        stop.abort(new AppError("CANCELLED"));
      },
      { signal: stop.signal },
    );
    expect(await codeOf(work)).toBe("CANCELLED");
    expect(await organisation(all)).toBe("Acme");
    expect(await events(all)).toEqual(before);
  });

  it("that fails after it has noted something leaves neither the change nor an event", async () => {
    const all = await ready();
    const before = await events(all);
    const work = change(all.context, async ({ tx, note }) => {
      await updateConsole(tx, { organisation: "Other" });
      note({ action: "test.first" });
      throw new AppError("CONFLICT");
    });
    expect(await codeOf(work)).toBe("CONFLICT");
    expect(await organisation(all)).toBe("Acme");
    expect(await events(all)).toEqual(before);
  });

  it("whose events cannot be stored is not stored either", async () => {
    const all = await ready();
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    const work = change(all.context, async ({ tx, note }) => {
      await updateConsole(tx, { organisation: "Other" });
      note({ action: "test.first" });
      note({ action: "test.second", details: circle as never });
    });
    expect(await codeOf(work)).toContain("circular");
    expect(await organisation(all)).toBe("Acme");
    expect(await events(all)).not.toContain("test.first");
  });

  it("that changes nothing and notes nothing is a read", async () => {
    const all = await ready();
    const before = await events(all);
    expect(await change(all.context, async ({ tx }) => (await readConsole(tx))?.organisation)).toBe("Acme");
    expect(await events(all)).toEqual(before);
    expect(all.context.done.changed).toBe(false);
  });

  it("is its author's unless an event says otherwise", async () => {
    const all = await ready();
    const { store, keys } = all;
    await changeWith({ store, keys, actor: { id: "a", name: "ada" }, at: 5 }, async ({ note }) => {
      note({ action: "test.own" });
      note({ action: "test.nobody", actor: null });
      note({ action: "test.other", actor: { id: "b", name: "bob" } });
    });
    const { rows } = await all.harness.call("audit.list", { action: "test" });
    expect(rows.map(({ actor, at }) => [actor, at])).toEqual([
      ["bob", 5],
      [null, 5],
      ["ada", 5],
    ]);
  });

  it("of a procedure that touches nothing is refused before it begins", async () => {
    const all = await ready("users.list");
    let begun = false;
    const work = change(all.context, async ({ note }) => {
      begun = true;
      note({ action: "test.first" });
    });
    expect(await codeOf(work)).toBe("INTERNAL");
    expect(begun).toBe(false);
  });

  it("may say why it needs no event", async () => {
    const all = await ready();
    await change(all.context, async ({ tx, unaudited: leave }) => {
      await updateConsole(tx, { organisation: "Other" });
      leave("counters");
    });
    expect(await organisation(all)).toBe("Other");
  });

  it("reads the end of the log once for all its events, and counts what it knows already", async () => {
    const all = await ready();
    await change(all.context, async ({ head, note }) => {
      expect(await head()).toBe(await head());
      note({ action: "test.first" });
    });
    expect(await all.harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });
});

describe("a write without an event", () => {
  it("is stored under the name of its reason", async () => {
    const all = await ready();
    await unaudited(all.store, "counters", (tx) => updateConsole(tx, { organisation: "Other" }));
    expect(await organisation(all)).toBe("Other");
  });
});

describe("a call that is refused after a commit", () => {
  async function told(work: (context: Context) => Promise<never>): Promise<number> {
    const { live, context } = await ready();
    let times = 0;
    live.onTouch(() => (times += 1));
    const route = createRouter({
      options: context.options,
      live,
      handlers: { groups: { add: work } } as unknown as AllHandlers,
      findSession: () => Promise.resolve({ role: "owner", locked_at: null, admin_id: "a", name: "olga" } as never),
      requireStepUp: () => Promise.resolve(),
      requireApproval: () => Promise.reject(new Error("none")),
      backupBefore: () => Promise.resolve(),
    });
    expect(await route("groups.add", { name: "x" }, context.caller)).toMatchObject({ error: { code: "CONFLICT" } });
    return times;
  }

  it("is announced all the same", async () => {
    const times = await told(async (context) => {
      await change(context, async ({ tx, note }) => {
        await updateConsole(tx, { organisation: "Other" });
        note({ action: "test.first" });
      });
      throw new AppError("CONFLICT");
    });
    expect(times).toBe(1);
  });

  it("but not one that was refused before", async () => {
    const times = await told(async (context) => {
      await change(context, async ({ note }) => {
        note({ action: "test.first" });
        throw new AppError("CONFLICT");
      });
      throw new Error("not reached");
    });
    expect(times).toBe(0);
  });
});
