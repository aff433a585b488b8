import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { getEnvironmentData, isMainThread, setEnvironmentData } from "node:worker_threads";

/**
 * A disk that is slow or hangs, for this process and its worker threads: calls of node:fs/promises on files under one
 * folder wait. A thread has it when it is in NODE_OPTIONS (`heldThreads`); what hangs in a thread ends with the thread.
 */

const name = "countersign-test-hold";
const folderSize = 4096;

function newState(): SharedArrayBuffer {
  const made = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * 16 + folderSize);
  setEnvironmentData(name, made);
  return made;
}

const state = isMainThread ? newState() : (getEnvironmentData(name) as SharedArrayBuffer);
const cells = new Int32Array(state, 0, 16);
const folder = new Uint8Array(state, Int32Array.BYTES_PER_ELEMENT * 16);
/** What each cell holds; in the folder's bytes the first ones up to `length` are its path. */
const cell = {
  calls: 0,
  at: 1,
  released: 2,
  held: 3,
  heldInMain: 4,
  delay: 5,
  minute: 6,
  length: 7,
  running: 8,
} as const;

/** In `at`: every call. */
const every = -1;
const usualTimeout = globalThis.setTimeout;

const get = (which: keyof typeof cell): number => Atomics.load(cells, cell[which]);

function set(which: keyof typeof cell, value: number): void {
  Atomics.store(cells, cell[which], value);
  Atomics.notify(cells, cell[which]);
}

/** Waits until the cell no longer has this value. */
async function changed(which: keyof typeof cell, from: number): Promise<void> {
  const { async, value } = Atomics.waitAsync(cells, cell[which], from);
  if (async) await value;
}

/**
 * For the environment of a process: its threads, and it itself, have this module. With COUNTERSIGN_TEST_HOLD_AT and
 * COUNTERSIGN_TEST_HOLD_UNDER it begins with `holdAt`, and prints `held main` or `held worker` when it is so far.
 */
export const heldThreads = { NODE_OPTIONS: `--import=${import.meta.url}` };

function watch(under: string): void {
  const bytes = Buffer.from(under);
  folder.set(bytes);
  set("length", bytes.length);
  set("calls", 0);
  set("at", 0);
  set("delay", 0);
  set("held", 0);
}

/** From now on the nth call (from 1) on a file under this folder waits for `letGo`. */
export function holdAt(nth: number, under: string): void {
  watch(under);
  set("at", nth);
}

/** From now on each call on a file under this folder waits for `letNext`. */
export const holdEvery = (under: string): void => holdAt(every, under);

/** Lets the call that is held go on; the next one waits. */
export function letNext(): void {
  set("held", 0);
  set("released", get("released") + 1);
}

/** From now on every call on a file under this folder takes so many milliseconds longer. */
export function slowDown(milliseconds: number, under: string): void {
  watch(under);
  set("delay", milliseconds);
}

/** Lets the call that is held go on, and holds and slows none any more. */
export function letGo(): void {
  set("at", 0);
  set("delay", 0);
  set("released", get("released") + 1);
}

/** Resolves when a call is held, with the kind of its thread. */
export async function held(): Promise<"main" | "worker"> {
  while (get("held") === 0) await changed("held", 0);
  return get("heldInMain") === 1 ? "main" : "worker";
}

/** How many calls there were since the last `holdAt` or `slowDown`. */
export const callsSoFar = (): number => get("calls");

/** Resolves when what was begun in this thread has ended: no call runs, on whatever file, and none follows it. */
export async function settled(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (get("running") > 0);
}

/** Patience of a minute and more takes so many milliseconds in threads that begin now; 0: as long as it takes. */
export const shortenMinute = (milliseconds: number): void => set("minute", milliseconds);

const watched = (path: unknown): boolean => {
  const length = get("length");
  if (length === 0 || typeof path !== "string") return false;
  const under = Buffer.from(folder.subarray(0, length)).toString();
  return path === under || path.startsWith(join(under, "/"));
};

async function before(): Promise<void> {
  const call = Atomics.add(cells, cell.calls, 1) + 1;
  const delay = get("delay");
  if (delay > 0) await new Promise((resolve) => usualTimeout(resolve, delay));
  if (get("at") !== every && call !== get("at")) return;
  const released = get("released");
  set("heldInMain", isMainThread ? 1 : 0);
  set("held", call);
  // A call of the system that hangs keeps its thread alive; waiting here does not.
  const alive = setInterval(() => undefined, 60_000);
  await changed("released", released);
  clearInterval(alive);
}

/** Waits, then does the call. */
async function late<T>(path: unknown, call: () => Promise<T>): Promise<T> {
  Atomics.add(cells, cell.running, 1);
  try {
    if (watched(path)) await before();
    return await call();
  } finally {
    Atomics.sub(cells, cell.running, 1);
  }
}

type Call = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/** Exchanges methods by ones that wait before they do the same. */
function patch(target: object, names: readonly string[], pathOf: (self: unknown, first: unknown) => unknown): void {
  for (const each of names) {
    const original = Reflect.get(target, each) as Call;
    const patched: Call = function patched(...args) {
      return late(pathOf(this, args[0]), () => original.apply(this, args));
    };
    Reflect.set(target, each, patched);
  }
}

const paths = new WeakMap<object, unknown>();
const handle = await fs.promises.open(process.execPath, "r");
await handle.close();
const handled = ["read", "write", "writeFile", "sync", "datasync", "stat"];
patch(Object.getPrototypeOf(handle) as object, handled, (self) => paths.get(self as object));
const named = ["rename", "link", "unlink", "mkdir", "rm", "rmdir", "writeFile", "readFile", "readdir", "lstat", "stat"];
patch(fs.promises, named, (_self, first) => first);
const open = fs.promises.open.bind(fs.promises);
fs.promises.open = (path, ...rest) =>
  late(path, async () => {
    const opened = await open(path, ...rest);
    paths.set(opened, path);
    // A method of each handle, not of their class.
    const close = opened.close.bind(opened);
    opened.close = () => late(path, close);
    return opened;
  });
syncBuiltinESMExports();

const minute = get("minute");
if (!isMainThread && minute > 0) {
  const shortened = (work: () => void, after = 0): NodeJS.Timeout =>
    usualTimeout(work, after >= 60_000 ? minute : after);
  Reflect.set(globalThis, "setTimeout", shortened);
}

const { COUNTERSIGN_TEST_HOLD_AT: nth, COUNTERSIGN_TEST_HOLD_UNDER: under } = process.env;
if (isMainThread && nth !== undefined && under !== undefined) {
  holdAt(Number(nth), under);
  void held().then((thread) => console.log(`held ${thread}`));
}
