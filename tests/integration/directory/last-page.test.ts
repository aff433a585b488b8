import { describe, expect, it } from "vitest";
import { openHarness, setUp } from "../../support/harness.ts";

const names = ["Ada", "Élodie", "Grace", "Linus", "Zoë"];

describe("the last page of a list", () => {
  it.each([
    ["name", ["ada", "elodie", "grace", "linus", "zoe"]],
    ["username", ["ada", "elodie", "grace", "linus", "zoe"]],
    ["newest", ["zoe", "linus", "grace", "elodie", "ada"]],
  ] as const)("is read from the end, sorted by %s, and the pages before it backwards", async (sort, order) => {
    const harness = await openHarness();
    await setUp(harness);
    for (const name of names) {
      const username = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
      await harness.call("users.add", { username, name });
      harness.clock.advance(1000);
    }
    const read = async (input: { fromEnd: true } | { cursor: string }) =>
      harness.call("users.list", { sort, limit: 2, ...input });
    const usernames = ({ rows }: { rows: { username: string }[] }) => rows.map(({ username }) => username);
    const last = await read({ fromEnd: true });
    expect(usernames(last)).toEqual(order.slice(3));
    expect(last.nextCursor).toBeNull();
    const middle = await read({ cursor: last.previousCursor ?? "" });
    expect(usernames(middle)).toEqual(order.slice(1, 3));
    const first = await read({ cursor: middle.previousCursor ?? "" });
    expect(usernames(first)).toEqual(order.slice(0, 1));
    expect(first.previousCursor).toBeNull();
  });
});
