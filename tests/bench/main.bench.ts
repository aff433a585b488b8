import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifySync } from "otplib";
import Database from "better-sqlite3";
import { stepAt } from "#main/twofactor/totp.ts";
import { codeNow, MovingClock, openBenchConsole } from "./console.ts";
import type { Area } from "./support.ts";

/** One round checks a code of each: a single check is shorter than the timer's noise. */
const people = 60;

/** The bare work: one check of a code at three steps by the library, one durable commit. */
function bareCheck(folder: string) {
  const raw = new Database(join(folder, "bare.db"));
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  raw.exec("CREATE TABLE tokens (id INTEGER PRIMARY KEY, last_step INTEGER, uses INTEGER)");
  raw.exec("INSERT INTO tokens VALUES (1, 0, 0)");
  // SQLite writes nothing for a row that stays the same: the counter makes each commit a real one.
  const update = raw.prepare("UPDATE tokens SET last_step = ?, uses = uses + 1 WHERE id = 1");
  const check = (secret: string, code: string, at: number): void => {
    const result = verifySync({ secret, token: code, epoch: at / 1000, epochTolerance: 30 });
    if (!result.valid) throw new Error("the bare check refused a right code");
    update.run(stepAt(at, 30));
  };
  return { check, close: () => raw.close() };
}

export async function area(): Promise<Area> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const clock = new MovingClock();
  const { console, call } = await openBenchConsole(folder, clock);
  const seeds: { username: string; secret: string }[] = [];
  for (let n = 0; n < people; n += 1) {
    const username = `user${n}`;
    await call("users.add", { username });
    const { tokenId, secret } = await call("tokens.begin", { user: { username } });
    await call("tokens.confirm", { tokenId, code: codeNow(secret, clock) });
    seeds.push({ username, secret });
  }
  const bare = bareCheck(folder);
  /** Both sides check the same kind of codes; making them is not measured. */
  const timed = async (work: (one: { username: string; secret: string; code: string }) => unknown): Promise<number> => {
    clock.advance(60_000);
    const prepared = seeds.map((seed) => ({ ...seed, code: codeNow(seed.secret, clock) }));
    const begin = performance.now();
    for (const one of prepared) await work(one);
    return ((performance.now() - begin) / people) * 1000;
  };
  return {
    figures: [
      {
        name: "a code checked through the router / one bare check and one durable commit",
        ours: () =>
          timed(async ({ username, code }) => {
            const verdict = await call("verification.check", { user: { username }, code });
            if (verdict.result !== "accepted") throw new Error(`refused: ${verdict.reason}`);
          }),
        baseline: () => timed(({ secret, code }) => bare.check(secret, code, clock.now())),
        limit: 2,
        unit: "us",
        rounds: 21,
        warmup: 6,
      },
    ],
    close: async () => {
      bare.close();
      await console.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
