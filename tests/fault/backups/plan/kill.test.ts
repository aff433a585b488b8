import { randomInt } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import Database from "better-sqlite3";
import { openConsole } from "#main/console.ts";
import { type Caller, type Console, nobody } from "#main/base/ports.ts";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import { defaultPlan } from "#shared/model/backups.ts";
import { sha256Of } from "../../../support/destinations.ts";
import { clockAt } from "../../../support/clock-at.ts";
import { codeFor } from "../../../support/harness.ts";
import { bundled } from "../../../support/bundles.ts";
import { folderKeychain } from "../../../support/folder-keychain.ts";
import { type Child, startChild } from "../../../support/processes.ts";
import { often } from "../../../support/long.ts";
import { sampleFolder } from "../../../support/sample-store.ts";
import { say } from "../../../../src/shared/texts/say.ts";
import { leastCost } from "../../../support/least-work.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 });

const script = new URL("work.child.ts", import.meta.url);
const workerUrl = bundled(new URL("../../../../src/main/worker.ts", import.meta.url));
const owner = { name: "olga", password: "a quiet harbour at dawn" };
const begun = Date.UTC(2026, 10, 24, 8);
/** At the same time. */
const lanes = 3;
/** The time in which a kill comes, in parts of the time that the work takes. */
const beyond = 1.15;
const users = 100;

let folder: string;
let remove: () => void;
let pristine: string;
let identity: string;
/** A console without a store, which verifies what another one has written. */
let judge: Console;
let clock = begun;
let runs = 0;

const quiet = () => undefined;

const open = (place: string): Promise<Console> =>
  openConsole({
    dataDir: join(place, "data"),
    workerUrl,
    runtime: { name: "terminal", version: process.versions.node },
    clock: clockAt(() => clock),
    keychain: folderKeychain(join(place, "keychain")),
    logger: { error: quiet, warn: quiet, info: quiet },
    codeCost: leastCost,
  });

async function call<Name extends ProcedureName>(
  console_: Console,
  name: Name,
  input: InputOf<Name>,
  caller: Caller,
): Promise<OutputOf<Name>> {
  const reply = await console_.call(name, input, caller);
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${say(reply.error.text)}`);
  return reply.data as OutputOf<Name>;
}

function newCaller(): Caller {
  let token: string | null = null;
  const session = { get: () => token, set: (next: string | null) => void (token = next) };
  return { ...nobody, session, files: { grant: quiet, allows: () => true } };
}

/** A console with people, a recovery identity, a disk and some backups on it, of which most may go. */
async function fill(place: string): Promise<void> {
  for (const name of ["data", "keychain", "disk"]) mkdirSync(join(place, name), { recursive: true, mode: 0o700 });
  const console_ = await open(place);
  const by = newCaller();
  const started = await call(
    console_,
    "setup.begin",
    { organisation: "Acme", owner: owner.name, password: owner.password },
    by,
  );
  const code = () => codeFor(started.secret, { now: () => clock });
  await call(console_, "setup.confirm", { password: owner.password, code: code() }, by);
  const approval = await call(
    console_,
    "approvals.request",
    { procedure: "recipients.make", input: { name: "Safe" } },
    by,
  );
  if (approval)
    await call(console_, "approvals.approveByRecoveryKey", { id: approval.id, recoveryKey: started.recoveryKey }, by);
  clock += 60_000;
  await call(console_, "access.stepUp", { kind: "vault", code: code() }, by);
  ({ identity } = await call(console_, "recipients.make", { name: "Safe" }, by));
  const settings = { kind: "folder", path: join(place, "disk") } as const;
  await call(console_, "destinations.add", { name: "disk", settings, keys: null }, by);
  for (let n = 0; n < users; n += 1) await call(console_, "users.add", { username: `user${n}` }, by);
  for (let n = 0; n < 4; n += 1) {
    clock += 60_000;
    await call(console_, "backupPlan.run", {}, by);
  }
  const retention = { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
  await call(console_, "backupPlan.set", { plan: { ...defaultPlan, prune: true, retention } }, by);
  await console_.close();
}

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("plan-kill"));
  pristine = join(folder, "pristine");
  await fill(pristine);
  judge = await open(join(folder, "judge"));
});
afterAll(async () => {
  await judge.close();
  remove();
});

/** A copy of the place, whose console means the copy's own disk. */
function newPlace(): string {
  const place = join(folder, `run-${(runs += 1)}`);
  cpSync(pristine, place, { recursive: true });
  const raw = new Database(join(place, "data/store/console.db"));
  raw.prepare("UPDATE destinations SET settings = json_set(settings, '$.path', ?)").run(join(place, "disk"));
  raw.close();
  return place;
}

const backupsOn = (place: string): string[] =>
  readdirSync(join(place, "disk"))
    .filter((name) => name.endsWith(".age"))
    .toSorted();

let verifying: Promise<unknown> = Promise.resolve();

/** One at a time: that is what a console does. */
function verify(file: string): Promise<unknown> {
  const turn = verifying.then(() => call(judge, "archive.verify", { file, identity }, newCaller()));
  verifying = turn.catch(() => undefined);
  return turn;
}

interface StoredRow {
  name: string;
  sha256: string;
  state: string;
}

/** What the store claims of the disk is true, and what is on the disk without a claim is whole. */
async function expectTrueClaims(place: string): Promise<void> {
  const raw = new Database(join(place, "data/store/console.db"), { readonly: true });
  const claims = raw
    .prepare("SELECT name, sha256, state FROM backup_copies JOIN backups ON backups.id = backup_id")
    .all() as StoredRow[];
  raw.close();
  const there = backupsOn(place);
  for (const claim of claims.filter(({ state }) => state === "stored")) {
    // Pruning removes first and writes down then.
    if (there.includes(claim.name)) expect(sha256Of(join(place, "disk", claim.name))).toBe(claim.sha256);
  }
  const known = new Set(claims.map(({ name }) => name));
  for (const name of there.filter((each) => !known.has(each))) {
    const file = join(place, "disk", name);
    expect(await verify(file)).toMatchObject({ valid: true });
  }
  const proven = claims.filter(({ state, name }) => state === "stored" && there.includes(name));
  expect(proven.length, "a proven backup is always left").toBeGreaterThan(0);
}

/** What may lie in a data folder only while something is being done. */
const stray = /^tmp-|staging|incoming|undone/u;

/** Opens the place as the next start does. */
async function expectWhole(place: string): Promise<void> {
  const console_ = await open(place);
  try {
    expect(readdirSync(join(place, "data")).filter((name) => stray.test(name))).toEqual([]);
    const raw = new Database(join(place, "data/store/console.db"), { readonly: true });
    expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(raw.pragma("foreign_key_check")).toEqual([]);
    expect(raw.prepare("SELECT count(*) FROM users").pluck().get()).toBe(users);
    raw.close();
    await expectTrueClaims(place);
  } finally {
    await console_.close();
  }
}

const start = (place: string, procedure: ProcedureName, input: unknown): Child =>
  startChild(script, [place, String(clock + 3_600_000), procedure, JSON.stringify(input)]);

interface Work {
  procedure: ProcedureName;
  input: (place: string) => unknown;
  newPlace: () => string;
  judge: (place: string) => Promise<void>;
}

/** What the work says on its way, and how long it takes in milliseconds. */
interface Course {
  /** Its lines before the reply: the first of each kind. */
  lines: string[];
  span: number;
}

/** The work, disturbed by nobody. */
async function courseOf({ procedure, input, newPlace: make }: Work): Promise<Course> {
  const place = make();
  const child = start(place, procedure, input(place));
  const lines = new Set<string>();
  const replied = child.line((line) => {
    if (!line.startsWith("reply ")) lines.add(line);
    return line.startsWith("reply ");
  });
  await child.line((line) => line === "begin");
  const from = performance.now();
  expect(await replied).toContain('"ok":true');
  const span = performance.now() - from;
  await child.ended;
  rmSync(place, { recursive: true });
  return { lines: [...lines], span };
}

/** The moment of a kill: at a line of the work that begins so, or so many milliseconds after its beginning. */
type Moment = string | number;

/** Longer than the work takes, so that its end is hit as often as its beginning. */
const atRandom = (span: number, count: number): Moment[] =>
  Array.from({ length: count }, () => randomInt(Math.ceil(span * beyond)));

/** @returns whether it was still at work */
async function killOne(work: Work, moment: Moment): Promise<boolean> {
  const place = work.newPlace();
  const child = start(place, work.procedure, work.input(place));
  await child.line((line) => line.startsWith(typeof moment === "string" ? moment : "begin"));
  // The moment is the test's choice.
  if (typeof moment === "number") await wait(moment);
  child.process.kill("SIGKILL");
  const killed = (await child.ended) === "SIGKILL";
  await work.judge(place).catch((cause: unknown) => {
    throw new Error(`killed at ${moment}: ${String(cause)}`, { cause });
  });
  rmSync(place, { recursive: true });
  return killed;
}

/**
 * Kills the work at its lines (as a rule at every other one, the first of which is chosen at random), at its reply and so often
 * at random moments.
 *
 * @returns how often it was still at work
 */
async function killOften(count: number, work: Work): Promise<{ killed: number; missed: number }> {
  const { lines, span } = await courseOf(work);
  expect(lines.length).toBeGreaterThan(2);
  const stride = often(2, 1);
  const first = randomInt(stride);
  const moments = [...lines.filter((_, nth) => nth % stride === first), "reply ", ...atRandom(span, count)];
  const hit = { killed: 0, missed: 0 };
  const lane = async (): Promise<void> => {
    for (let moment = moments.shift(); moment !== undefined; moment = moments.shift())
      hit[(await killOne(work, moment)) ? "killed" : "missed"] += 1;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return hit;
}

test("a backup that is killed in each phase, and at random moments, leaves only whole files, true claims and the store as it was", async () => {
  const work: Work = { procedure: "backupPlan.run", input: () => ({}), newPlace, judge: expectWhole };
  const hit = await killOften(often(1, 110), work);
  expect(hit.missed, "most kills found the work under way").toBeLessThan(hit.killed);
  console.log(`runs killed: ${hit.killed}; ended by themselves first: ${hit.missed}`);
});

/** Over a folder without a store no session is needed: the store comes, or it does not. */
function newEmptyPlace(): string {
  const place = newPlace();
  rmSync(join(place, "data/store"), { recursive: true });
  return place;
}

/** @returns whether the store has come, whole */
async function expectStoreOrNone(place: string): Promise<boolean> {
  const console_ = await open(place);
  const { phase } = await call(console_, "system.status", {}, newCaller());
  await console_.close();
  if (phase !== "empty") await expectWhole(place);
  expect(["empty", "ready"]).toContain(phase);
  expect(readdirSync(join(place, "data")).filter((name) => stray.test(name))).toEqual([]);
  return phase === "ready";
}

test("a restore from a disk that is killed in each phase, and at random moments, leaves no store or the whole one", async () => {
  let restored = 0;
  const hit = await killOften(often(1, 80), {
    procedure: "archive.restore",
    input: (place) => ({
      stored: {
        settings: { kind: "folder", path: join(place, "disk") },
        keys: null,
        name: backupsOn(place).at(-1),
      },
      identity,
    }),
    newPlace: newEmptyPlace,
    judge: async (place) => {
      if (await expectStoreOrNone(place)) restored += 1;
    },
  });
  expect(hit.missed, "most kills found the work under way").toBeLessThan(hit.killed);
  expect(restored, "some kills came before the store").toBeLessThan(hit.killed + hit.missed);
  expect(restored, "and some after it").toBeGreaterThan(0);
  console.log(
    `restores killed: ${hit.killed}; ended by themselves first: ${hit.missed}; stores that came: ${restored}`,
  );
});
