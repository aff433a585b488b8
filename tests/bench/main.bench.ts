import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { base32nopad } from "@scure/base";
import Database from "better-sqlite3";
import { Keys, newDataKey, seedPlace } from "#main/keys/keys.ts";
import { defaultParameters, findIn, outwards, stepAt } from "#main/twofactor/totp.ts";
import { codeNow, MovingClock, openBenchConsole } from "./console.ts";
import type { Area } from "./support.ts";

/** One round checks a code of each: a single check is shorter than the timer's noise. */
const people = 60;

const bareTables = `
  CREATE TABLE tokens (user TEXT PRIMARY KEY, seed BLOB, last_step INTEGER, last_used_at INTEGER) WITHOUT ROWID;
  CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER, actor TEXT, action TEXT, target TEXT, result TEXT, details TEXT, mac BLOB);
  CREATE TABLE head (seq INTEGER, mac BLOB, head_mac BLOB);
  INSERT INTO head VALUES (0, zeroblob(32), zeroblob(32));`;

/**
 * The least that a check of a code is, by bare statements on tables without further indexes: the seed is read and opened,
 * the code compared, the step marked as used, the event sealed and appended, the chain's end sealed, all in one durable
 * commit.
 */
function bareCheck(folder: string, seeds: readonly { username: string; secret: string }[]) {
  const raw = new Database(join(folder, "bare.db"));
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  raw.pragma("wal_autocheckpoint = 4000");
  raw.exec(bareTables);
  const keys = new Keys(newDataKey());
  const add = raw.prepare("INSERT INTO tokens VALUES (?, ?, NULL, NULL)");
  for (const { username, secret } of seeds) {
    add.run(username, keys.seal(seedPlace("tokens", username), Buffer.from(base32nopad.decode(secret))));
  }
  const read = raw.prepare("SELECT seed, last_step FROM tokens WHERE user = ?");
  const readHead = raw.prepare("SELECT seq, mac FROM head");
  const accept = raw.prepare("UPDATE tokens SET last_step = ?, last_used_at = ? WHERE user = ?");
  const append = raw.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const move = raw.prepare("UPDATE head SET seq = ?, mac = ?, head_mac = ?");
  const check = raw.transaction((username: string, code: string, at: number): void => {
    const head = readHead.get() as { seq: number; mac: Buffer };
    const token = read.get(username) as { seed: Buffer; last_step: number | null };
    const seed = keys.unseal(seedPlace("tokens", username), token.seed);
    const step = findIn(seed, code, defaultParameters, outwards(stepAt(at, 30), 1));
    if (step === null || step <= (token.last_step ?? -1)) throw new Error("the bare check refused a right code");
    accept.run(step, at, username);
    const facts = [
      head.seq + 1,
      at,
      "olga",
      "verification.check",
      username,
      "accepted",
      JSON.stringify({ step }),
    ] as const;
    const mac = keys.auditMac(head.mac, JSON.stringify(facts));
    append.run(...facts, mac);
    move.run(head.seq + 1, mac, keys.auditMac(JSON.stringify(["head", head.seq + 1]), mac));
  });
  return {
    check: (username: string, code: string, at: number): void => check.immediate(username, code, at),
    close: () => raw.close(),
  };
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
  const bare = bareCheck(folder, seeds);
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
        name: "a code checked through the router / the same by bare statements",
        ours: () =>
          timed(async ({ username, code }) => {
            const verdict = await call("verification.check", { user: { username }, code });
            if (verdict.result !== "accepted") throw new Error(`refused: ${verdict.reason}`);
          }),
        baseline: () => timed(({ username, code }) => bare.check(username, code, clock.now())),
        limit: 1.7,
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
