import { hash, verify } from "@node-rs/argon2";
import { systemClock } from "#main/base/clock.ts";
import { thisComputer } from "#main/base/desk.ts";
import type { Moment } from "#main/base/ports.ts";
import { verifySync } from "otplib";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { attemptsOf, recordFailure } from "#main/throttle/throttle.ts";
import { percentile, type Figure } from "../../../scripts/lib/measure.ts";
import { type BenchConsole, benchOwner, codeNow, type MovingClock } from "../console.ts";

/** OWASP Password Storage Cheat Sheet: what the console hashes passwords with. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each round's code is of a step that was not used; who signs in is not signed in. */
const signIn = async ({ call, secret }: BenchConsole & { secret: string }, clock: MovingClock): Promise<number> => {
  await call("access.signOut", {});
  clock.advance(60_000);
  const code = codeNow(secret, clock);
  const begun = performance.now();
  await call("access.signIn", { ...benchOwner, code });
  return performance.now() - begun;
};

/** What a sign-in cannot do without: one password hash and one check of a code. */
async function bareProof(phc: string, secret: string, clock: MovingClock): Promise<number> {
  const code = codeNow(secret, clock);
  const begun = performance.now();
  const fits = await verify(phc, benchOwner.password);
  const proven = verifySync({ secret, token: code, epoch: clock.now() / 1000, epochTolerance: 30 }).valid;
  const elapsed = performance.now() - begun;
  if (!fits || !proven) throw new Error("the bare proof refused what is right");
  return elapsed;
}

/** Decisions on keys that wait and keys that do not, among 10,000 counters. @returns milliseconds at the 99th percentile */
async function decisions(dataDir: string, moment: Moment): Promise<number> {
  const store = await openStore(storeFile(dataDir), { create: false });
  const taken: number[] = [];
  for (let n = 0; n < 2000; n += 1) {
    const begun = performance.now();
    await attemptsOf(store.db, `bench:${(n * 7919) % 10_000}`, moment);
    taken.push(performance.now() - begun);
  }
  await store.close();
  return percentile(taken, 0.99);
}

async function fillCounters(dataDir: string, moment: Moment): Promise<void> {
  const store = await openStore(storeFile(dataDir), { create: false });
  await store.write(async (tx) => {
    for (let n = 0; n < 10_000; n += 1) {
      for (let failure = 0; failure <= n % 7; failure += 1) await recordFailure(tx, `bench:${n}`, moment);
    }
  });
  await store.close();
}

export async function signInFigures(bench: BenchConsole & { secret: string }, clock: MovingClock): Promise<Figure[]> {
  const phc = await hash(benchOwner.password, cost);
  const moment = { now: clock.now(), clock: systemClock, computer: thisComputer() };
  await fillCounters(bench.dataDir, moment);
  return [
    {
      name: "a sign-in / one Argon2id and one check of a code",
      ours: () => signIn(bench, clock),
      baseline: () => bareProof(phc, bench.secret, clock),
      limit: 1.3,
      unit: "ms",
      rounds: 41,
      warmup: 6,
    },
    {
      name: "a decision whether an attempt is allowed, p99",
      ours: () => decisions(bench.dataDir, moment),
      limit: 1,
      unit: "ms",
      rounds: 5,
    },
  ];
}
