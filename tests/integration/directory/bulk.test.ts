import { describe, expect, it } from "vitest";
import type { BulkAct, Selection } from "#shared/contract/directory.ts";
import { told } from "../../support/told.ts";
import type { Harness } from "../../support/harness.ts";
import { openHarness, setUp } from "../../support/harness.ts";

async function withPeople(count: number): Promise<Harness> {
  const harness = await openHarness();
  await setUp(harness);
  for (let n = 0; n < count; n += 1) await harness.call("users.add", { username: `user${n}`, name: `Person ${n}` });
  return harness;
}

const idsOf = async (harness: Harness): Promise<Map<string, string>> =>
  new Map((await harness.call("users.list", { limit: 200 })).rows.map(({ username, id }) => [username, id]));

const chosen = async (harness: Harness, ...names: string[]): Promise<Selection> => {
  const ids = await idsOf(harness);
  return { ids: names.map((name) => ids.get(name) ?? "") } as Selection;
};

describe("a bulk act", () => {
  it("is previewed without a change, done with an event each, and its sums reconcile", async () => {
    const harness = await withPeople(12);
    await harness.call("users.disable", { user: { username: "user3" } });
    const act: BulkAct = { kind: "setStatus", status: "disabled" };
    const selection: Selection = { filter: { search: "person" } };
    const preview = await harness.call("bulk.preview", { selection, act });
    expect(preview.sums).toEqual({ total: 12, done: 11, unchanged: 1, refused: 0 });
    expect((await harness.call("users.list", { status: "disabled" })).total).toEqual({ count: 1, exact: true });
    const report = await harness.call("bulk.run", { selection, act });
    expect(report.sums).toEqual(preview.sums);
    expect(report.rows.filter(({ verdict }) => verdict === "unchanged")).toMatchObject([
      { username: "user3", message: "Already has this status." },
    ]);
    expect((await harness.call("users.list", { status: "disabled" })).total).toEqual({ count: 12, exact: true });
    expect((await harness.call("audit.list", { action: "user.disable" })).rows).toHaveLength(12);
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
  });

  it("by a filter leaves the exceptions out", async () => {
    const harness = await withPeople(5);
    const ids = await idsOf(harness);
    const report = await harness.call("bulk.run", {
      selection: { filter: {}, except: [ids.get("user2")] } as Selection,
      act: { kind: "setStatus", status: "left" },
    });
    expect(report.sums.done).toBe(4);
    expect((await harness.call("users.list", { status: "active" })).rows.map(({ username }) => username)).toEqual([
      "user2",
    ]);
  });

  it("puts people into a group and takes them out, each once", async () => {
    const harness = await withPeople(4);
    const group = await harness.call("groups.add", { name: "Nursing" });
    const selection = await chosen(harness, "user0", "user1", "user1");
    const join: BulkAct = { kind: "addToGroup", group: group.id };
    expect((await harness.call("bulk.run", { selection, act: join })).sums).toMatchObject({ total: 2, done: 2 });
    expect((await harness.call("bulk.run", { selection, act: join })).sums).toMatchObject({ done: 0, unchanged: 2 });
    const leave: BulkAct = { kind: "removeFromGroup", group: group.id };
    const everyone: Selection = { filter: {} };
    expect((await harness.call("bulk.preview", { selection: everyone, act: leave })).sums).toMatchObject({
      done: 2,
      unchanged: 2,
    });
    expect((await harness.call("bulk.run", { selection: everyone, act: leave })).sums).toMatchObject({
      done: 2,
      unchanged: 2,
    });
    expect((await harness.call("groups.list", {})).groups).toMatchObject([{ members: 0 }]);
  });

  it("deletes people, who are then found nowhere", async () => {
    const harness = await withPeople(6);
    const report = await harness.call("bulk.run", {
      selection: await chosen(harness, "user1", "user4"),
      act: { kind: "delete" },
    });
    expect(report.sums).toEqual({ total: 2, done: 2, unchanged: 0, refused: 0 });
    expect((await harness.call("users.list", {})).total).toEqual({ count: 4, exact: true });
    expect((await harness.call("users.list", { search: "user4" })).rows).toEqual([]);
    expect((await harness.call("audit.list", { action: "user.delete" })).rows).toHaveLength(2);
  });

  it("with a group that is gone is refused as a whole", async () => {
    const harness = await withPeople(1);
    const group = await harness.call("groups.add", { name: "Nursing" });
    await harness.call("groups.delete", { id: group.id });
    const act: BulkAct = { kind: "addToGroup", group: group.id };
    expect((await harness.refuse("bulk.run", { selection: { filter: {} }, act })).code).toBe("NOT_FOUND");
  });

  it("that is cancelled says how many were changed, and each of them is in the audit", async () => {
    const harness = await withPeople(3);
    const cancel = new AbortController();
    cancel.abort();
    const error = await harness.refuse(
      "bulk.run",
      { selection: { filter: {} }, act: { kind: "setStatus", status: "left" } },
      harness.caller,
      { signal: cancel.signal },
    );
    expect(error.code).toBe("CANCELLED");
    const changed = (await harness.call("users.list", { status: "left" })).rows.length;
    expect((await harness.call("audit.list", { action: "user.leave" })).rows).toHaveLength(changed);
  });

  it("waits for its turn while others change people, and loses nothing of theirs", async () => {
    const harness = await withPeople(20);
    const [report] = await Promise.all([
      harness.call("bulk.run", { selection: { filter: {} }, act: { kind: "setStatus", status: "disabled" } }),
      ...Array.from({ length: 10 }, (_, n) => harness.call("users.add", { username: `late${n}` })),
    ]);
    expect(report.sums.refused).toBe(0);
    expect((await harness.call("users.list", {})).total).toEqual({ count: 30, exact: true });
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
  });
});

describe("two administrators at once", () => {
  it("who suspend the same people are each told what they did, and every change is in the audit log once", async () => {
    const harness = await withPeople(30);
    const act: BulkAct = { kind: "setStatus", status: "disabled" };
    const replies = await Promise.all(
      [1, 2].map(() => harness.console.call("bulk.run", { selection: { filter: {} }, act }, harness.caller)),
    );
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
    const busy = replies.find(({ ok }) => !ok);
    expect(busy).toMatchObject({ error: { code: "BUSY" } });
    expect(JSON.stringify(busy)).toContain("base.inProgress");
    const again = await harness.call("bulk.run", { selection: { filter: {} }, act });
    expect(again.sums).toEqual({ total: 30, done: 0, unchanged: 30, refused: 0 });
    expect((await harness.call("audit.list", { action: "user.disable", limit: 100 })).rows).toHaveLength(30);
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
  });

  it("one of whom deletes the group that the other fills: it is said, and nobody is half in it", async () => {
    const harness = await withPeople(1200);
    const group = await harness.call("groups.add", { name: "Nursing" });
    const act: BulkAct = { kind: "addToGroup", group: group.id };
    let deleted: Promise<unknown> | undefined;
    const reply = await harness.console.call("bulk.run", { selection: { filter: {} }, act }, harness.caller, {
      onProgress: () => {
        deleted ??= harness.call("groups.delete", { id: group.id });
      },
    });
    await deleted;
    if (!reply.ok)
      expect(told(reply.error)).toMatchObject({
        code: "NOT_FOUND",
        message: expect.stringMatching(/^The group was deleted meanwhile\. \d+ people were changed/u) as string,
      });
    expect((await harness.call("groups.list", {})).groups).toEqual([]);
    expect((await harness.call("users.list", {})).rows.every(({ groups }) => groups.length === 0)).toBe(true);
    expect((await harness.call("audit.verify", {})).valid).toBe(true);
  });
});
