import { describe, expect, it } from "vitest";
import { procedureNames, procedures } from "#shared/contract/index.ts";
import type { Area } from "#shared/contract/procedure.ts";
import type { Caller } from "#main/base/ports.ts";
import { newCaller, openHarness, setUp } from "../support/harness.ts";

/** Areas whose calls change nothing that a list shows: files of a person's own, and the clipboard. */
const withoutLists: readonly string[] = ["files", "clipboard"];

describe("what a procedure touches", () => {
  it("is said by every mutation, and by no query", () => {
    for (const name of procedureNames) {
      const { kind, touches } = procedures[name];
      const touchesNothing = kind === "query" || withoutLists.includes(name.slice(0, name.indexOf(".")));
      expect([name, touches.length > 0]).toEqual([name, !touchesNothing]);
    }
  });

  it("is what systems were handed, too, wherever people or their authenticators change", () => {
    const changing = procedureNames.filter((name) => procedures[name].touches.includes("users"));
    expect(changing).toEqual(expect.arrayContaining(["tokens.revoke", "users.setStatus", "bulk.run", "groups.edit"]));
    expect(changing.filter((name) => !procedures[name].touches.includes("targets"))).toEqual([]);
  });

  it("is announced once the call has succeeded, with whose call it was, and not when it was refused", async () => {
    const harness = await openHarness();
    await setUp(harness);
    const told: { areas: readonly Area[]; by: Caller | null }[] = [];
    harness.console.onTouch((areas, by) => told.push({ areas, by }));
    const person = { username: "ada", name: "Ada Lovelace" };
    await harness.call("users.add", person);
    expect(told).toEqual([{ areas: procedures["users.add"].touches, by: harness.caller }]);
    expect((await harness.refuse("users.add", person)).code).toBe("CONFLICT");
    expect((await harness.refuse("users.add", person, newCaller())).code).toBe("NOT_SIGNED_IN");
    await harness.call("users.list", {});
    expect(told).toHaveLength(1);
  });
});
