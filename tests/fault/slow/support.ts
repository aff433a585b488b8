import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { InputOf, ProcedureName } from "#shared/contract/index.ts";
import type { Reply } from "#shared/contract/transport.ts";
import type { Prepared } from "../../integration/backups/plan/support.ts";
import { folderKeychain } from "../../support/folder-keychain.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp, temporaryFolder } from "../../support/harness.ts";
import { held, holdAt, letGo } from "../../support/hold-at.ts";

/** How long a cancelled call may take to end while a call of the system still hangs, in milliseconds: a second, on a busy machine. */
const bound = 10_000;

/** What may lie in a data folder only while something is being done. */
const stray = /^tmp-|staging|incoming|undone/u;

export const strayNames = (dataDir: string): string[] => readdirSync(dataDir).filter((name) => stray.test(name));

export const backupsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".age"))
    .toSorted();

/** A console whose data, keychain and session lie in one folder, for processes that are started on it; no place for backups yet. */
export async function newPlace(): Promise<{ place: string; harness: Harness }> {
  const place = temporaryFolder();
  const dataDir = join(place, "data");
  const keychain = join(place, "keychain");
  for (const folder of [dataDir, keychain]) mkdirSync(folder, { mode: 0o700 });
  const harness = await openHarness({ dataDir, keychain: folderKeychain(keychain) });
  const { secret } = await setUp(harness);
  await harness.call("recipients.make", { name: "Safe" });
  // A terminal's: it outlives this console.
  const terminal = newCaller({ outlivesProcess: true });
  harness.clock.advance(30_000);
  const { name, password } = owner;
  await harness.call("access.signIn", { name, password, code: codeFor(secret, harness.clock) }, terminal);
  writeFileSync(join(place, "token"), terminal.session.get() ?? "");
  return { place, harness };
}

/** Every file under a backup's name is the one that the store knows, and what the store says to be there is there. */
export function expectTrueClaims(harness: Harness, { disk, folder }: Pick<Prepared, "disk" | "folder">): void {
  const raw = new Database(storeFile(harness.dataDir), { readonly: true });
  const sums = raw.prepare("SELECT name, sha256 FROM backups").all() as { name: string; sha256: string }[];
  const claimed = raw
    .prepare(
      "SELECT name FROM backup_copies JOIN backups ON backups.id = backup_id WHERE state = 'stored' AND destination_id = ?",
    )
    .pluck()
    .all(disk.id) as string[];
  raw.close();
  const there = backupsIn(folder);
  const known = new Map(sums.map(({ name, sha256 }) => [name, sha256]));
  for (const name of there) {
    expect(
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
      name,
    ).toBe(known.get(name));
  }
  expect(there).toEqual(expect.arrayContaining(claimed));
}

export interface Held {
  /** From 1. */
  step: number;
  thread: "main" | "worker";
  /** Whether the call that hung was let go before the reply came. */
  released: boolean;
  reply: Reply;
}

interface HeldWork<Name extends ProcedureName> {
  /** The folder whose files hang. */
  under: string;
  name: Name;
  input: InputOf<Name>;
  /** While it hangs. */
  meanwhile?: () => Promise<void>;
}

/**
 * Does the work with its nth call on the folder held, and cancels it then. In a third of the steps a thread that hangs is not let
 * go before the reply; the console's own thread waits for its disk.
 *
 * @returns null when the work ended before its nth call
 */
export async function cancelHeld<Name extends ProcedureName>(
  harness: Harness,
  step: number,
  { under, name, input, meanwhile }: HeldWork<Name>,
): Promise<Held | null> {
  holdAt(step, under);
  const stop = new AbortController();
  const reply = harness.console.call(name, input, harness.caller, { signal: stop.signal });
  const thread = await Promise.race([held(), reply.then(() => null)]);
  if (thread === null) {
    letGo();
    expect(await reply).toMatchObject({ ok: true });
    return null;
  }
  await harness.call("system.status", {});
  await meanwhile?.();
  const from = performance.now();
  stop.abort();
  const released = thread === "main" || step % 3 !== 1;
  if (released) letGo();
  const answered = await reply;
  expect(performance.now() - from).toBeLessThan(bound);
  letGo();
  return { step, thread, released, reply: answered };
}

/** CANCELLED, or done all the same because it was past the point of stopping. */
export function expectStoppedOrDone({ reply, step }: Held): void {
  expect(reply.ok ? "done" : reply.error.code, `step ${step}`).toMatch(/^(?:done|CANCELLED)$/u);
}

/** Holds each call in turn, or one in `stride`. @returns what became of each */
export async function holdEach<Name extends ProcedureName>(
  harness: Harness,
  work: HeldWork<Name>,
  judge: (one: Held) => void | Promise<void>,
  stride = 1,
): Promise<Held[]> {
  const all: Held[] = [];
  for (let step = 1; ; step += stride) {
    const one = await cancelHeld(harness, step, work);
    if (one === null) return all;
    expectStoppedOrDone(one);
    await judge(one);
    all.push(one);
  }
}
