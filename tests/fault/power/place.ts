import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "vitest";
import { verifyChain } from "#main/audit/verify.ts";
import { openConsole } from "#main/console.ts";
import { type Caller, type Console, nobody } from "#main/base/ports.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { openByKeychain } from "#main/keys/open.ts";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import { defaultPlan } from "#shared/model/backups.ts";
import { bundled } from "../../support/bundles.ts";
import { folderKeychain } from "../../support/folder-keychain.ts";
import { codeFor, owner } from "../../support/harness.ts";
import { everythingIn } from "../../support/snapshot-of.ts";
import { say } from "../../../src/shared/texts/say.ts";
import { leastCost } from "../../support/least-work.ts";
import { clockAt } from "../../support/clock-at.ts";

/** 2026-11-24 08:00 UTC. */
const begun = Date.UTC(2026, 10, 24, 8);
/** When the work begins. */
const atWork = begun + 600_000;
/** When the power is back. */
const afterwards = begun + 3_600_000;

const workerUrl = bundled(new URL("../../../src/main/worker.ts", import.meta.url));
const quiet = () => undefined;

const openPlace = (place: string, now: () => number): Promise<Console> =>
  openConsole({
    dataDir: join(place, "data"),
    workerUrl,
    runtime: { name: "terminal", version: process.versions.node },
    clock: clockAt(now),
    keychain: folderKeychain(join(place, "keychain")),
    logger: { error: quiet, warn: quiet, info: quiet },
    codeCost: leastCost,
  });

async function call<Name extends ProcedureName>(
  console_: Console,
  name: Name,
  input: InputOf<Name>,
  caller: Caller = { ...nobody, files: { grant: quiet, allows: () => true } },
): Promise<OutputOf<Name>> {
  const reply = await console_.call(name, input, caller);
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${say(reply.error.text)}`);
  return reply.data as OutputOf<Name>;
}

/** Folders of a place. What becomes of the keychain and of the session's token is not this project's to say. */
export const folders = ["data", "keychain", "disk"] as const;
/** People who are in the backups, and those who came after them. */
export const users = { saved: 12, later: 3 } as const;

export interface Filled {
  /** Base32 seed of the owner's authenticator. */
  secret: string;
  recoveryKey: string;
  /** Opens the backups. */
  identity: string;
  /** A copy of the oldest backup, and what opens it. */
  restore: { file: string; identity: string };
}

interface Filling {
  console_: Console;
  by: Caller;
  clock: { now: () => number; advance: (milliseconds: number) => void };
}

/** By the recovery key: there is one owner. */
async function approve({ console_, by }: Filling, recoveryKey: string, asked: InputOf<"approvals.request">) {
  const approval = await call(console_, "approvals.request", asked, by);
  if (approval) await call(console_, "approvals.approveByRecoveryKey", { id: approval.id, recoveryKey }, by);
}

async function setUp(filling: Filling): Promise<Omit<Filled, "restore">> {
  const { console_, by, clock } = filling;
  const input = { organisation: "Acme", owner: owner.name, password: owner.password };
  const { secret, recoveryKey } = await call(console_, "setup.begin", input, by);
  await call(console_, "setup.confirm", { password: owner.password, code: codeFor(secret, clock) }, by);
  await approve(filling, recoveryKey, { procedure: "recipients.make", input: { name: "Safe" } });
  clock.advance(60_000);
  await call(console_, "access.stepUp", { kind: "vault", code: codeFor(secret, clock) }, by);
  const { identity } = await call(console_, "recipients.make", { name: "Safe" }, by);
  return { secret, recoveryKey, identity };
}

async function makeBackups({ console_, by, clock }: Filling, place: string): Promise<void> {
  const settings = { kind: "folder", path: join(place, "disk") } as const;
  await call(console_, "destinations.add", { name: "disk", settings, keys: null }, by);
  for (let n = 0; n < 2; n += 1) {
    clock.advance(60_000);
    await call(console_, "backupPlan.run", {}, by);
  }
  const retention = { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
  await call(console_, "backupPlan.set", { plan: { ...defaultPlan, prune: true, retention } }, by);
}

/** Names of the backups on the place's disk, oldest first. */
export const backupsOn = (place: string): string[] =>
  readdirSync(join(place, "disk"))
    .filter((name) => name.endsWith(".age"))
    .toSorted();

/**
 * A console with people, a recovery identity, a disk with two backups, a plan that keeps one of them, and people who came
 * after the backups. What needs a second person's consent has it.
 */
export async function fill(place: string): Promise<Filled> {
  for (const name of folders) mkdirSync(join(place, name), { recursive: true, mode: 0o700 });
  let now = begun;
  const clock = { now: () => now, advance: (milliseconds: number) => void (now += milliseconds) };
  const console_ = await openPlace(place, clock.now);
  let token: string | null = null;
  const session = { outlivesProcess: true, get: () => token, set: (next: string | null) => void (token = next) };
  const by: Caller = { ...nobody, session, files: { grant: quiet, allows: () => true } };
  const filling = { console_, by, clock };
  const made = await setUp(filling);
  for (let n = 0; n < users.saved; n += 1) await call(console_, "users.add", { username: `user${n}` }, by);
  await makeBackups(filling, place);
  for (let n = 0; n < users.later; n += 1) await call(console_, "users.add", { username: `late${n}` }, by);
  // Away from the disk, where the run before the restore would remove it.
  const restore = { file: join(place, "saved.age"), identity: made.identity };
  copyFileSync(join(place, "disk", backupsOn(place)[0] ?? ""), restore.file);
  await approve(filling, made.recoveryKey, { procedure: "archive.restore", input: restore });
  await approve(filling, made.recoveryKey, { procedure: "vault.rotate", input: rotation(made.recoveryKey) });
  await console_.close();
  writeFileSync(join(place, "token"), token ?? "", { mode: 0o600 });
  return { ...made, restore };
}

/** The exchange of the data key that has consent. */
export const rotation = (recoveryKey: string) => ({ passphrases: [], recoveryKey });

/** Proves a backup as a console without a store does. @throws Error when it is not sound */
export async function verifyBackup(parent: string, file: string, identity: string): Promise<void> {
  const judge = join(parent, "judge");
  for (const name of folders) mkdirSync(join(judge, name), { recursive: true });
  const console_ = await openPlace(judge, () => afterwards);
  try {
    await call(console_, "archive.verify", { file, identity });
  } finally {
    await console_.close();
  }
}

const script = new URL("work.child.ts", import.meta.url);

export interface Step<Name extends ProcedureName> {
  procedure: Name;
  /** `CODE` stands for the code of the moment. */
  input: InputOf<Name>;
  /** Cancelled at its first progress; that it was is then what is claimed. */
  cancelled?: boolean;
}

export const step = <Name extends ProcedureName>(procedure: Name, input: InputOf<Name>): Step<Name> => ({
  procedure,
  input,
});

/** Work for `losePower`: these steps, one after the other. */
export const workOf = (place: string, secret: string, steps: readonly Step<ProcedureName>[]) => ({
  script,
  args: [place, String(atWork), secret, JSON.stringify(steps)],
  durable: ["keychain"],
});

/** What may lie in a data folder only while something is being done. */
const stray = /^tmp-|staging|incoming|undone|partial/u;
const partial = /\.partial-[0-9a-f]+$/u;

/** Names of unfinished files anywhere in the place, but for the disk: what is there is removed by the next work on it. */
const leftovers = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: "utf8" }).filter(
    (path) =>
      (stray.test(path.replace(/^data\//u, "")) && path.startsWith("data/")) ||
      (partial.test(path) && !path.startsWith("disk/")),
  );

/** Opens the place as the next start does, and closes it. @returns the phase in which it was */
export async function startAgain(place: string): Promise<string> {
  const console_ = await openPlace(place, () => afterwards);
  try {
    const { phase } = await call(console_, "system.status", {});
    expect(leftovers(place)).toEqual([]);
    return phase;
  } finally {
    await console_.close();
  }
}

/** Stores and keychains that were found whole: most losses of power leave one that others left too. */
const whole = new Set<string>();

/** The store is whole: SQLite's own checks, every seal of the audit, and the keychain opens it. */
export async function expectWholeStore(place: string): Promise<void> {
  const found = [dirname(storeFile(join(place, "data"))), join(place, "keychain")].map(everythingIn).join("\n\n");
  if (whole.has(found)) return;
  const store = await openStore(storeFile(join(place, "data")), { create: false });
  try {
    const keys = await openByKeychain(store.db, folderKeychain(join(place, "keychain")));
    if (!keys) throw new Error("the keychain does not open the store");
    expect(await verifyChain(store.db, keys)).toMatchObject({ valid: true });
  } finally {
    await store.close();
  }
  const raw = new Database(storeFile(join(place, "data")), { readonly: true });
  expect(raw.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(raw.pragma("foreign_key_check")).toEqual([]);
  raw.close();
  whole.add(found);
}

/** Rows of the store, as SQLite reads them. */
export function rows<Row>(place: string, query: string): Row[] {
  const raw = new Database(storeFile(join(place, "data")), { readonly: true });
  try {
    return raw.prepare(query).all() as Row[];
  } finally {
    raw.close();
  }
}
