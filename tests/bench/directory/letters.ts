import { createCipheriv, createHmac, randomBytes } from "node:crypto";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { v7 } from "uuid";
import Database from "better-sqlite3";
import { freshThread, Jobs } from "#main/jobs/runner.ts";
import type { WorkerJobs } from "#main/worker-jobs.ts";
import { keepLetters, type MadeLetter } from "#main/enrolment/letters/keep.ts";
import { sealLetter, serials } from "#main/enrolment/letters/make.ts";
import { newGate } from "#main/enrolment/letters/no-return.ts";
import { openTypefaces } from "#main/sheets/typefaces.ts";
import { planIssue } from "#main/enrolment/letters/plan.ts";
import { Fit } from "#main/twofactor/fit.ts";
import { readRun } from "#main/enrolment/letters/print.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { addressOf } from "#main/store/open.ts";
import { storeFile, storeFolder } from "#main/store/data-folder.ts";
import { defaultParameters } from "#main/twofactor/totp.ts";
import { Keys } from "#main/keys/keys.ts";
import { makeSample, sampleFolder, sampleTime } from "../../support/sample-store.ts";
import { type Area, loopDelay } from "../support.ts";

const users = 10_000;
const pages = 2000;
const actor = { id: v7(), name: "olga" };

/** A fresh copy of the prepared store for each round: enrolments are kept. */
function copies(prepared: string, folder: string) {
  let round = 0;
  return () => {
    const dataDir = join(folder, `round-${(round += 1)}`);
    mkdirSync(dataDir);
    cpSync(storeFolder(prepared), storeFolder(dataDir), { recursive: true });
    return { file: storeFile(dataDir), done: () => rmSync(dataDir, { recursive: true }) };
  };
}

/** The product's own steps without the pages: choosing, seeds, seals, serials, one transaction with the audit. */
async function enrolInBulk(file: string, dataKey: Buffer): Promise<number> {
  const keys = new Keys(dataKey);
  const store = await openStore(file, { alone: true });
  const begun = performance.now();
  const run = await readRun(store.db, { at: sampleTime });
  const faces = await openTypefaces();
  const wishes = {
    faces,
    issuer: run.issuer,
    fit: await Fit.read(store.db, keys),
    parameters: defaultParameters,
    replace: false,
    reprint: false,
    at: sampleTime,
  };
  const plan = await planIssue(store.db, { filter: {} }, wishes, async () => undefined);
  const nextSerial = serials(store.db);
  const made: MadeLetter[] = [];
  for (const planned of plan.letters) made.push(sealLetter(keys, planned, await nextSerial(), run).made);
  const facts = { actor, at: sampleTime, action: "letters.issue", template: run.template, details: {} } as const;
  await keepLetters({ store, keys }, made, facts);
  const elapsed = performance.now() - begun;
  if (made.length !== users) throw new Error(`${made.length} enrolments`);
  await store.close();
  return elapsed;
}

/** The least that it takes: seeds, AES-256-GCM, the rows with their indexes and triggers, an event each. */
function bareWork(file: string): number {
  const raw = new Database(file);
  raw.pragma("journal_mode = WAL");
  raw.pragma("synchronous = FULL");
  raw.pragma("wal_autocheckpoint = 4000");
  raw.pragma("secure_delete = ON");
  raw.pragma("foreign_keys = ON");
  const key = randomBytes(32);
  const begun = performance.now();
  const people = raw.prepare("SELECT id, username FROM users").all() as { id: string; username: string }[];
  const token = raw.prepare(
    `INSERT INTO tokens (id, user_id, kind, label, serial, algorithm, digits, period, status, seed, created_at, expires_at)
     VALUES (?, ?, 'totp', 'Authenticator', ?, 'SHA1', 6, 30, 'pending', ?, ?, ?)`,
  );
  const letter = raw.prepare(
    "INSERT INTO letters (id, serial, user_id, token_id, printed_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const event = raw.prepare(
    `INSERT INTO audit_events (seq, at, actor_id, actor, action, target, target_id, result, details, mac)
     VALUES (?, ?, ?, ?, 'token.begin', ?, ?, 'done', ?, ?)`,
  );
  let seq = raw.prepare("SELECT audit_seq FROM console").pluck().get() as number;
  let mac: Buffer = Buffer.alloc(32);
  raw
    .transaction(() => {
      for (const { id, username } of people) {
        const [tokenId, serial, nonce] = [v7({ msecs: sampleTime }), randomBytes(5).toString("hex"), randomBytes(12)];
        const cipher = createCipheriv("aes-256-gcm", key, nonce);
        const sealed = Buffer.concat([nonce, cipher.update(randomBytes(20)), cipher.final(), cipher.getAuthTag()]);
        token.run(tokenId, id, serial, sealed, sampleTime, sampleTime);
        letter.run(v7({ msecs: sampleTime }), serial, id, tokenId, sampleTime, sampleTime);
        seq += 1;
        const details = JSON.stringify({ tokenId, ...defaultParameters, letter: serial });
        mac = createHmac("sha256", key)
          .update(mac)
          .update(JSON.stringify([seq, sampleTime, actor.id, actor.name, username, id, details]))
          .digest();
        event.run(seq, sampleTime, actor.id, actor.name, username, id, details, mac);
      }
      raw.prepare("UPDATE console SET audit_seq = ?, audit_mac = ?").run(seq, mac);
    })
    .immediate();
  const elapsed = performance.now() - begun;
  raw.close();
  return elapsed;
}

/** Figures of bulk enrolment and letters, and how what they prepared is removed. */
export async function letterFigures(): Promise<Area> {
  const { folder, remove } = sampleFolder("bench-letters");
  const prepared = join(folder, "prepared");
  const { store, keys, dataKey } = await makeSample(prepared, { users, events: 100 });
  await store.write((tx) => tx.deleteFrom("tokens").execute());
  await store.close();
  const copy = copies(prepared, folder);
  const jobs = new Jobs<WorkerJobs>(freshThread(new URL("../../../src/main/worker.ts", import.meta.url)));

  const onCopy = async (work: (file: string) => Promise<number> | number): Promise<number> => {
    const { file, done } = copy();
    try {
      return await work(file);
    } finally {
      done();
    }
  };
  const selected = async (file: string, count: number) => {
    const reading = await openStore(file, { create: false });
    const rows = await reading.db.selectFrom("users").select("id").limit(count).execute();
    await reading.close();
    return { ids: rows.map(({ id }) => id) };
  };
  /** Letters as the window has them made, in a thread of its own. */
  const print = async (file: string, count: number): Promise<void> => {
    const input = {
      store: addressOf(file),
      dataKey: Uint8Array.from(dataKey),
      selection: await selected(file, count),
      asked: {},
      replace: false,
      reprint: false,
      target: { kind: "file", path: `${file}.letters.pdf` },
      actor,
      at: sampleTime,
      gate: newGate(),
    } as const;
    const { pages: printed } = await jobs.run("letters.issue", input);
    if (printed !== count) throw new Error(`${printed} pages`);
  };
  const timed = async (work: () => Promise<void>): Promise<number> => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  const peakWhile = async (work: () => Promise<void>): Promise<number> => {
    let peak = 0;
    const look = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
    await work();
    clearInterval(look);
    return peak / 1e6;
  };

  return {
    figures: [
      {
        name: "bulk enrolment of 10,000 users / seeds, AES-GCM, rows and events",
        ours: () => onCopy((file) => enrolInBulk(file, dataKey)),
        baseline: () => onCopy(bareWork),
        limit: 1.5,
        unit: "ms",
        rounds: 3,
      },
      {
        name: "a page among 2,000 letters in one file (20 ms are 50 pages a second)",
        ours: () => onCopy(async (file) => (await timed(() => print(file, pages))) / pages),
        limit: 20,
        unit: "ms",
        rounds: 1,
      },
      {
        name: "memory of 2,000 letters beyond that of 200, in one file",
        ours: async () => {
          const few = await onCopy((file) => peakWhile(() => print(file, 200)));
          const many = await onCopy((file) => peakWhile(() => print(file, pages)));
          return Math.max(0, many - few);
        },
        limit: 64,
        unit: "MB",
        rounds: 1,
      },
      {
        name: "event-loop delay while letters are made, p99",
        ours: () => onCopy((file) => loopDelay(() => print(file, pages))),
        limit: 50,
        unit: "ms",
        rounds: 1,
      },
    ],
    close: async () => {
      await jobs.close();
      keys.wipe();
      remove();
    },
  };
}
