import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkKnownCode, withKnownCode } from "#main/backups/archive/known-code.ts";
import { stepAt } from "#main/twofactor/totp.ts";
import { makeSample, type Sample, sampleFolder, sampleTime } from "../../../support/sample-store.ts";

let remove: () => void;
let folder: string;
let sample: Sample;

beforeEach(async () => {
  ({ folder, remove } = sampleFolder("known-code"));
  sample = await makeSample(join(folder, "data"), { users: 40, events: 1 });
});

afterEach(async () => {
  await sample.store.close();
  remove();
});

const take = (work: () => Promise<void> = () => Promise.resolve()) =>
  withKnownCode(sample.store.address, sample.keys, work);

test("it is of one of the active authenticators, by chance, and of a time that is long over", async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 60; round += 1) {
    const { knownCode } = await take();
    if (knownCode === null) throw new Error("no code");
    await checkKnownCode(sample.store.db, sample.keys, knownCode);
    expect(knownCode.code).toMatch(/^\d{6}$/u);
    for (const period of [30, 60] as const) expect(knownCode.step).toBeLessThan(stepAt(sampleTime, period) - 1_000_000);
    expect(knownCode.step).toBeGreaterThan(0);
    seen.add(knownCode.tokenId);
  }
  expect(seen.size).toBeGreaterThan(10);
});

test("only active ones are asked, and where there is none there is no code", async () => {
  const { store } = sample;
  const [kept, ...others] = await store.db.selectFrom("tokens").select("id").orderBy("id").execute();
  if (kept === undefined) throw new Error("no authenticators");
  const ids = others.map(({ id }) => id);
  await store.write((tx) => tx.updateTable("tokens").set({ status: "disabled" }).where("id", "in", ids).execute());
  for (let round = 0; round < 5; round += 1) expect((await take()).knownCode?.tokenId).toBe(kept.id);
  await store.write((tx) => tx.updateTable("tokens").set({ status: "locked" }).where("id", "=", kept.id).execute());
  expect((await take()).knownCode).toBeNull();
  await store.write((tx) => tx.deleteFrom("tokens").execute());
  expect((await take()).knownCode).toBeNull();
});

test("a seed that is exchanged or removed while the store is copied proves nothing either way", async () => {
  const revoke = async (): Promise<void> => {
    await sample.store.write((tx) => tx.updateTable("tokens").set({ status: "revoked", seed: null }).execute());
  };
  expect((await take(revoke)).knownCode).toBeNull();
});

test("another seed, another data key's or none is found", async () => {
  const { store } = sample;
  const { knownCode } = await take();
  if (knownCode === null) throw new Error("no code");
  const seed = sample.keys.seal({ table: "tokens", column: "seed", row: knownCode.tokenId }, Buffer.alloc(20, 7));
  await store.write((tx) => tx.updateTable("tokens").set({ seed }).where("id", "=", knownCode.tokenId).execute());
  const damage = { code: "BACKUP_DAMAGED", details: { check: "known code" } };
  await expect(checkKnownCode(store.db, sample.keys, knownCode)).rejects.toMatchObject(damage);
  await store.write((tx) => tx.deleteFrom("tokens").where("id", "=", knownCode.tokenId).execute());
  await expect(checkKnownCode(store.db, sample.keys, knownCode)).rejects.toMatchObject(damage);
});
