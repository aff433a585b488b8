import fc from "fast-check";
import { expect, test } from "vitest";
import { often } from "../../support/long.ts";
import { type Change, changes, ChangingStore, systems } from "./changing-store.ts";

const handOver = fc.record({
  kind: fc.constant("hand over" as const),
  target: fc.nat({ max: systems }),
  what: fc.constantFrom("changes" as const, "changes" as const, "all" as const),
  meanwhile: fc.array(changes, { maxLength: 3 }),
});

const steps = fc.array(fc.oneof({ weight: 4, arbitrary: changes }, { weight: 1, arbitrary: handOver }), {
  minLength: 5,
  maxLength: 30,
});

async function expectTheSame(store: ChangingStore): Promise<void> {
  for (const { marked, everybody } of await store.differences()) expect(marked).toEqual(everybody);
}

test("what a system lacks is the same by the people who were changed as by everybody, whatever happens", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const store = await ChangingStore.open();
      for (let target = 0; target < systems; target += 1) await store.handOver(target, "changes", []);
      for (const step of all) {
        if (step.kind !== "hand over") {
          await store.change(step);
          continue;
        }
        // What is missed stays missed until then.
        await expectTheSame(store);
        await store.handOver(step.target, step.what, step.meanwhile);
      }
      await expectTheSame(store);
      for (const { says, are } of await store.handed()) expect(says).toBe(are);
    }),
    { numRuns: often(15, 400), endOnFailure: true },
  );
});

/** A change that concerns everybody who is there, in turn. */
const change = (kind: Change["kind"], at = 0, to = 1): Change => ({ kind, at, with: to });

async function handedOver(): Promise<ChangingStore> {
  const store = await ChangingStore.open();
  for (let target = 0; target < systems; target += 1) await store.handOver(target, "changes", []);
  return store;
}

test("nobody is looked at again who fits and was handed over, or was changed in what nobody is handed", async () => {
  const store = await handedOver();
  expect(await store.marks(0)).toEqual([]);
  for (const kind of ["sign in", "count", "notes", "seed"] as const) await store.change(change(kind));
  expect(await store.marks(0)).toEqual([]);
  await store.change(change("rename"));
  expect(await store.marks(0)).toHaveLength(1);
  await store.handOver(0, "changes", []);
  expect(await store.marks(0)).toEqual([]);
});

test("whoever does not fit, or has to be removed there, is told of at each export", async () => {
  const store = await handedOver();
  await store.change(change("delete token"));
  for (const what of ["changes", "all", "changes"] as const) {
    expect(await store.marks(0)).toHaveLength(1);
    const [first] = await store.differences();
    expect(first?.marked).toMatchObject({ differences: { lingering: 1 } });
    await store.handOver(0, what, []);
  }
  await store.change(change("settle"));
});

test("what was handed over and has another owner since is told of once it has to be removed", async () => {
  const store = await ChangingStore.open();
  for (const at of [0, 1, 2]) await store.change(change("join", at));
  // Each gets a new one, in the order of the people: the third is the newest.
  for (const at of [0, 0, 0]) await store.change(change("delete token", at));
  for (const at of [0, 1, 2]) await store.change(change("add token", at));
  await store.handOver(1, "changes", []);
  // The first person has one there: this one cannot go, and is still there as the third one's.
  await store.change(change("move token", 2, 0));
  await store.handOver(1, "changes", []);
  await store.change(change("status of token", 2, 6));
  const [, second] = await store.differences();
  expect(second?.marked).toMatchObject({ differences: { lingering: 1 } });
  expect(second?.marked).toEqual(second?.everybody);
});

test("somebody who is changed while the file is written is looked at the next time", async () => {
  const store = await handedOver();
  await store.change(change("rename", 0, 0));
  await store.handOver(0, "changes", [change("rename", 0, 1)]);
  const [first] = await store.differences();
  expect(first?.marked).toMatchObject({ differences: { changed: 1 } });
  expect(first?.marked).toEqual(first?.everybody);
});

test("without its marks a system would miss what has changed", async () => {
  const store = await handedOver();
  await store.change(change("rename", 0, 0));
  await store.forgetMarks();
  const [first] = await store.differences();
  expect(first?.marked).not.toEqual(first?.everybody);
});
