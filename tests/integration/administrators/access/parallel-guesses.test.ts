import { describe, expect, it } from "vitest";
import { codeFor, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";

const guesses = 30;

/** Outcomes of calls at the same time, and how often each came. */
function counted(outcomes: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const outcome of outcomes) found[outcome] = (found[outcome] ?? 0) + 1;
  return found;
}

describe("guesses at the same time are answered like guesses one after the other", () => {
  it("of the password that unlocks a session, the right one among them included", async () => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("access.lock", {});
    const outcomes = await Promise.all(
      Array.from({ length: guesses }, async (_, count) => {
        const password = count === guesses - 1 ? owner.password : `wrong ${count}`;
        const reply = await harness.console.call("access.unlock", { password }, harness.caller);
        return reply.ok ? "unlocked" : reply.error.code;
      }),
    );
    expect(counted(outcomes)).toEqual({ SIGN_IN_REFUSED: 5, THROTTLED: guesses - 5 });
  });

  it("of the current password where it is changed", async () => {
    const harness = await openHarness();
    await setUp(harness);
    const next = "seven grey herons over mud";
    const { backupCodes } = await harness.call("account.regenerateBackupCodes", {});
    harness.authority = null;
    await harness.call("access.stepUp", { kind: "own security", backupCode: backupCodes[0] ?? "" });
    const outcomes = await Promise.all(
      Array.from({ length: guesses }, async (_, count) => {
        const current = count === guesses - 1 ? owner.password : `wrong ${count}`;
        const reply = await harness.console.call("account.changePassword", { current, next }, harness.caller);
        return reply.ok ? "changed" : reply.error.code;
      }),
    );
    expect(counted(outcomes)).toEqual({ SIGN_IN_REFUSED: 5, THROTTLED: guesses - 5 });
  });

  it("of the password of a set-up that was begun", async () => {
    const harness = await openHarness();
    const { password } = owner;
    const { secret } = await harness.call("setup.begin", { organisation: "Acme", owner: owner.name, password });
    const code = codeFor(secret, harness.clock);
    const outcomes = await Promise.all(
      Array.from({ length: guesses }, async (_, count) => {
        const guess = count === guesses - 1 ? password : `wrong ${count}`;
        const reply = await harness.console.call("setup.confirm", { password: guess, code }, newCaller());
        return reply.ok ? "done" : reply.error.code;
      }),
    );
    expect(counted(outcomes)).toEqual({ SIGN_IN_REFUSED: 5, THROTTLED: guesses - 5 });
  });
});

describe("the delay of wrong codes", () => {
  it("does not end by locking the session and unlocking it with the password", async () => {
    const harness = await openHarness();
    await setUp(harness);
    harness.authority = null;
    const wrong = { kind: "vault", backupCode: "00000-00000-00000" } as const;
    for (let count = 0; count < 4; count += 1) {
      expect((await harness.refuse("access.stepUp", wrong)).code).toBe("SIGN_IN_REFUSED");
    }
    await harness.call("access.lock", {});
    await harness.call("access.unlock", { password: owner.password });
    expect((await harness.refuse("access.stepUp", wrong)).code).toBe("SIGN_IN_REFUSED");
    expect((await harness.refuse("access.stepUp", wrong)).code).toBe("THROTTLED");
  });
});
