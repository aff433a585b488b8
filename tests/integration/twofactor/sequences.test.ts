import fc from "fast-check";
import { expect, it } from "vitest";
import { verifyChain } from "#main/audit/verify.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { openByKeychain } from "#main/keys/open.ts";
import { allowEverything } from "../../support/authenticators.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";
import { addDevice, addUser, Model, play, sequences } from "./sequence-model.ts";

/** The chain as it stands on the disk. */
async function chainOf(harness: Harness) {
  const store = await openStore(storeFile(harness.dataDir), { create: false });
  try {
    const keys = await openByKeychain(store.db, harness.keychain);
    if (!keys) throw new Error("the keychain does not open this store");
    return await verifyChain(store.db, keys);
  } finally {
    await store.close();
  }
}

it.each([
  ["fixed", 20_260_105],
  ["new", Date.now()],
])("no sequence accepts a step twice or what is not active, nor loses an event (%s seed %i)", async (_name, seed) => {
  const harness = await openHarness();
  await setUp(harness);
  await allowEverything(harness);
  // Few failures lock, and none makes waiting the whole sequence.
  await harness.call("policies.set", { changes: { failureLimit: 6, freeFailures: 5, longestDelaySeconds: 60 } });
  let accepted = 0;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      const model = new Model(harness, (await chainOf(harness)).events);
      run += 1;
      for (const name of ["ann", "bob"]) await addUser(model, `${name}${run}`);
      for (const kind of ["totp", "hotp"] as const) await addDevice(model, kind);
      await play(model, { act: "beginTotp", pick: 0, offset: 0 });
      await play(model, { act: "confirm", pick: 0, offset: 0 });
      for (const step of steps) await play(model, step);
      accepted += model.accepted;
      expect(await chainOf(harness)).toEqual({ valid: true, events: model.events });
    }),
    { seed, numRuns: 10, endOnFailure: true },
  );
  // A console that refuses everything would hold to the rules as well.
  expect(accepted).toBeGreaterThan(30);
});
