import { expect, it } from "vitest";
import { codeFor, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";

const unknown = "01927f5e-0000-7000-8000-000000000001";

async function ready() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  harness.authority = null;
  const stepUp = { kind: "administrators", code: codeFor(admin.secret, harness.clock) } as const;
  const ask = async (caller = harness.caller) => (await harness.refuse("admins.enable", { id: unknown }, caller)).code;
  return { harness, admin, stepUp, ask };
}

it("a fresh code lets acts of its kind pass, for five minutes", async () => {
  const { harness, stepUp, ask } = await ready();
  const error = await harness.refuse("admins.enable", { id: unknown });
  expect(error).toMatchObject({ code: "STEP_UP_REQUIRED", details: { kind: "administrators" } });
  const { until } = await harness.call("access.stepUp", stepUp);
  expect(until).toBe(harness.clock.now() + 300_000);
  expect(await ask()).toBe("NOT_FOUND");
  harness.clock.advance(299_999);
  expect(await ask()).toBe("NOT_FOUND");
  harness.clock.advance(1);
  expect(await ask()).toBe("STEP_UP_REQUIRED");
});

it("does not count for another kind, nor in another session", async () => {
  const { harness, admin, stepUp, ask } = await ready();
  await harness.call("access.stepUp", stepUp);
  expect((await harness.refuse("vault.removeSlot", { id: unknown })).code).toBe("STEP_UP_REQUIRED");
  const other = newCaller();
  harness.clock.advance(30_000);
  await harness.call("access.signIn", { ...owner, code: codeFor(admin.secret, harness.clock) }, other);
  expect(await ask(other)).toBe("STEP_UP_REQUIRED");
});

it("does not count when the clock was set back", async () => {
  const { harness, stepUp, ask } = await ready();
  await harness.call("access.stepUp", stepUp);
  harness.clock.advance(-60_000);
  expect(await ask()).toBe("NOT_FOUND");
  harness.clock.advance(-1);
  expect(await ask()).toBe("STEP_UP_REQUIRED");
});

it("refuses a code that was used, and says the same of a wrong one; the audit has each try", async () => {
  const { harness, admin, stepUp, ask } = await ready();
  await harness.call("access.stepUp", stepUp);
  const used = await harness.refuse("access.stepUp", { ...stepUp, kind: "vault" });
  expect(used).toMatchObject({
    code: "SIGN_IN_REFUSED",
    message: expect.stringMatching(/^The code is wrong\./u) as string,
  });
  const backupCode = admin.backupCodes[0] as string;
  await harness.call("access.stepUp", { kind: "vault", backupCode });
  const spent = await harness.refuse("access.stepUp", { kind: "restore", backupCode });
  expect(spent).toMatchObject({ code: "SIGN_IN_REFUSED", message: used.message });
  expect(await ask()).toBe("NOT_FOUND");
  const { rows } = await harness.call("audit.list", { action: "access.step_up" });
  expect(rows.map(({ result, details }) => `${result}: ${details["kind"]}`).toSorted()).toEqual([
    "accepted: administrators",
    "accepted: vault",
    "refused: restore",
    "refused: vault",
  ]);
  expect(JSON.stringify(rows)).not.toContain(backupCode);
});

it("slows guessing down, and a right code does not forget the wrong ones", async () => {
  const { harness, admin, stepUp } = await ready();
  const wrong = { kind: "vault", backupCode: "AAAAA-AAAAA-AAAAA" } as const;
  for (let attempt = 0; attempt < 4; attempt += 1) await harness.refuse("access.stepUp", wrong);
  await harness.call("access.stepUp", stepUp);
  expect((await harness.refuse("access.stepUp", wrong)).code).toBe("SIGN_IN_REFUSED");
  harness.clock.advance(29_000);
  const code = codeFor(admin.secret, harness.clock, 1);
  expect((await harness.refuse("access.stepUp", { kind: "vault", code })).code).toBe("THROTTLED");
});
