import fc from "fast-check";
import { expect, it } from "vitest";
import Database from "better-sqlite3";
import { storeFile } from "#main/store/data-folder.ts";
import { addOwner, stepUp, theOwner } from "../../../support/administrators.ts";
import { codeFor, newCaller, openHarness, owner, setUp } from "../../../support/harness.ts";

const callers = 50;
const waves = 200;
const minute = 60_000;
const day = 24 * 60 * minute;

/** After the first four failures in a row 30 s, doubled with each further one, at most an hour; in milliseconds. */
const delays = [30, 60, 120, 240, 480, 960, 1920, 3600].map((seconds) => seconds * 1000);
const delayAfter = (failures: number): number => (failures <= 4 ? 0 : (delays[failures - 5] ?? 60 * minute));

/** What the policy lets through, said once more: at a time, one guess after another until one is delayed. */
class Allowed {
  #failures = 0;
  #blockedUntil = 0;
  letThrough = 0;

  /** @param guesses at the same time @param passed since the first wave, in milliseconds, whatever the clock says */
  wave(guesses: number, passed: number): void {
    for (let guess = 0; guess < guesses && this.#failures < 100 && passed >= this.#blockedUntil; guess += 1) {
      this.#failures += 1;
      this.letThrough += 1;
      const delay = delayAfter(this.#failures);
      this.#blockedUntil = delay === 0 ? 0 : passed + delay;
    }
  }
}

/** Between two waves: mostly minutes go by, sometimes somebody sets the clock by a day. */
const steps = fc.sample(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ passes: fc.integer({ min: 0, max: 20 * minute }) }) },
    { weight: 2, arbitrary: fc.record({ set: fc.constantFrom(day, -day) }) },
  ),
  { numRuns: waves, seed: 20_260_105 },
);

it("lets 10,000 guesses of 50 callers through only as the policy allows, over restarts and a moved clock", async () => {
  const harness = await openHarness();
  const { secret } = await setUp(harness);
  await harness.call("access.signOut", {});
  const allowed = new Allowed();
  const codes: string[] = [];
  let passed = 0;
  for (const [wave, step] of steps.entries()) {
    if ("set" in step) harness.clock.set(step.set);
    else {
      harness.clock.advance(step.passes);
      passed += step.passes;
    }
    if (wave % 25 === 24) await harness.reopen();
    allowed.wave(callers, passed);
    const guesses = Array.from({ length: callers }, (_, n) =>
      harness.console.call(
        "access.signIn",
        { name: owner.name, password: `guess ${wave}-${n}`, code: "000000" },
        newCaller(),
      ),
    );
    for (const reply of await Promise.all(guesses)) codes.push(reply.ok ? "ok" : reply.error.code);
  }
  expect(codes).toHaveLength(callers * waves);
  expect(new Set(codes)).toEqual(new Set(["SIGN_IN_REFUSED", "THROTTLED"]));
  expect(codes.filter((code) => code === "SIGN_IN_REFUSED")).toHaveLength(allowed.letThrough);
  expect(allowed.letThrough).toBeGreaterThan(20);

  // Whoever knows everything waits as well.
  const right = { ...owner, code: codeFor(secret, harness.clock) };
  expect((await harness.refuse("access.signIn", right)).code).toBe("THROTTLED");
}, 300_000);

it("lets nobody try one name after the other: from the thirtieth wrong attempt on all wait", async () => {
  const harness = await openHarness();
  const { secret } = await setUp(harness);
  await harness.call("access.signOut", {});
  const answers: string[] = [];
  for (let guess = 0; guess < 32; guess += 1) {
    const reply = await harness.refuse("access.signIn", { name: `name${guess}`, password: "wrong", code: "000000" });
    answers.push(reply.code);
  }
  expect(answers.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => "SIGN_IN_REFUSED"));
  expect(answers.slice(30)).toEqual(["THROTTLED", "THROTTLED"]);
  harness.clock.advance(minute);
  await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
});

it("lets nobody in after a hundred wrong attempts in a row, however long they wait, until an owner does", async () => {
  const harness = await openHarness();
  const { secret, recoveryKey } = await setUp(harness);
  const olga = await theOwner(harness, secret, owner);
  const frida = await addOwner(harness, olga, "frida", recoveryKey);
  const raw = new Database(storeFile(harness.dataDir));
  const count = raw.prepare("INSERT OR REPLACE INTO throttle VALUES (?, 99, 0, ?)");
  count.run(`admin:${frida.id}`, harness.clock.now());
  raw.close();
  const guess = { name: "frida", password: "wrong", code: "000000" };
  expect((await harness.refuse("access.signIn", guess, newCaller())).code).toBe("SIGN_IN_REFUSED");
  harness.clock.advance(7 * day);
  const right = () => ({ name: "frida", password: frida.password, code: codeFor(frida.secret, harness.clock) });
  const refused = await harness.refuse("access.signIn", right(), newCaller());
  expect(refused).toMatchObject({ code: "THROTTLED" });
  expect(refused.details?.["retryAt"]).toBeUndefined();

  await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
  harness.clock.advance(minute);
  await stepUp(harness, olga, "administrators");
  const { administrators } = await harness.call("admins.list", {});
  expect(administrators.find(({ id }) => id === frida.id)).toMatchObject({ lockedOut: true });
  expect(await harness.call("admins.unlock", { id: frida.id })).toMatchObject({ lockedOut: false });
  expect(await harness.call("access.signIn", right(), newCaller())).toMatchObject({ session: { name: "frida" } });
});
