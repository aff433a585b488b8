import { expect, it } from "vitest";
import { createRouter, type RouterDeps } from "#main/call/router.ts";
import { newCaller, TestClock } from "../support/harness.ts";

/** A console of which one handler answers what it likes. */
function routerAnswering(answer: unknown) {
  const logged: unknown[] = [];
  const log = (message: string, facts: unknown): void => void logged.push(message, facts);
  const deps = {
    options: { clock: new TestClock(), logger: { error: log, warn: log, info: log } },
    live: { phase: () => Promise.resolve("ready"), touched: () => undefined },
    findSession: () => Promise.resolve({ role: "owner", locked_at: null }),
    handlers: { groups: { list: () => Promise.resolve(answer) } },
  };
  return createRouter(deps as unknown as RouterDeps);
}

const group = {
  id: "0190a000-0000-7000-8000-000000000001",
  name: "Nursing",
  description: "",
  members: 2,
  createdAt: 1,
};

it("an answer has the form that the contract says, or it is none: nothing more goes out by mistake", async () => {
  const answer = (groups: unknown) => routerAnswering({ groups })("groups.list", {}, newCaller());
  expect(await answer([group])).toEqual({ ok: true, data: { groups: [group] } });
  for (const wrong of [[{ ...group, seed: "JBSWY3DPEHPK3PXP" }], [{ ...group, members: -1 }], null]) {
    const reply = await answer(wrong);
    expect(reply).toMatchObject({ ok: false, error: { code: "INTERNAL" } });
    expect(JSON.stringify(reply)).not.toContain("JBSWY3DPEHPK3PXP");
  }
});
