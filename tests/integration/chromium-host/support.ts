import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import type { FixtureMain, FixtureWindow, Seen } from "./fixture-app/api.ts";

const root = join(import.meta.dirname, "../../..");
export const fixtureApp = join(import.meta.dirname, "fixture-app");
const shim = join(root, "src/chromium-host/electron-shim");
const register = join(root, "src/chromium-host/register.ts");

/** A new folder for the app's data. */
export const dataFolder = (): string => mkdtempSync(join(tmpdir(), "host-"));

/** The environment without a display, whatever machine this is. */
export function withoutDisplay(): Record<string, string> {
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  return rest as Record<string, string>;
}

/** The fixture app under Playwright, which takes the host for Electron. */
export interface Driven {
  app: ElectronApplication;
  page: Page;
  data: string;
  /** What the main process has seen so far. */
  seen(): Promise<Seen>;
  close(): Promise<void>;
}

export async function drive(...args: string[]): Promise<Driven> {
  const data = dataFolder();
  const app = await _electron.launch({
    executablePath: shim,
    args: [fixtureApp, `--user-data-dir=${data}`, ...args],
    env: withoutDisplay(),
  });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return {
    app,
    page,
    data,
    seen: () => app.evaluate(() => (globalThis as unknown as { fixtureMain: FixtureMain }).fixtureMain.seen),
    async close() {
      await app.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/**
 * Waits in the main process for an event of the window or its contents. Two steps, since the page and
 * the main process are reached over different connections: first `await` this, then act, then call
 * what it gave.
 *
 * @param path to the value among the event's arguments, for example `[0, "url"]`
 */
export async function awaitEvent(
  app: ElectronApplication,
  of: "window" | "contents",
  name: string,
  path: readonly (string | number)[],
): Promise<() => Promise<unknown>> {
  const key = `awaited ${name} ${Math.random()}`;
  await app.evaluate(
    ({ BrowserWindow }, asked) => {
      const [window] = BrowserWindow.getAllWindows();
      const emitter = (asked.of === "window" ? window : window?.webContents) as unknown as NodeJS.EventEmitter;
      const step = (value: unknown, part: string | number): unknown =>
        (value as Record<string | number, unknown>)[part];
      const happened = new Promise((resolve) => {
        emitter.once(asked.name, (...args: unknown[]) => resolve(asked.path.reduce(step, args)));
      });
      Object.assign(globalThis, { [asked.key]: happened });
    },
    { of, name, path, key },
  );
  return () => app.evaluate((_module, held) => (globalThis as unknown as Record<string, unknown>)[held], key);
}

/** The page's own global, for use inside `evaluate`. */
export type InPage = typeof globalThis & FixtureWindow;

interface Line {
  name: string;
  [detail: string]: unknown;
}

/** The fixture app as a person starts it: no driver, no open port. */
export interface Started {
  process: ChildProcess;
  /** Everything on standard error. */
  errors(): string;
  /** The next line of that name that the app has said or will say. */
  said(name: string): Promise<Line>;
  /** Every line so far. */
  lines(): Line[];
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

export function start(data: string, args: string[] = [], env = withoutDisplay()): Started {
  // The fixture leaves out types with a function that Node still calls experimental.
  const quiet = "--disable-warning=ExperimentalWarning";
  const command = [quiet, "--import", register, join(fixtureApp, "main.ts"), `--user-data-dir=${data}`, ...args];
  const child = spawn(process.execPath, command, { env, stdio: ["pipe", "pipe", "pipe"] });
  const lines: Line[] = [];
  const unheard: Line[] = [];
  const waiting: { name: string; resolve: (line: Line) => void }[] = [];
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = JSON.parse(text) as Line;
    lines.push(line);
    const index = waiting.findIndex(({ name }) => name === line.name);
    if (index === -1) unheard.push(line);
    else waiting.splice(index, 1)[0]?.resolve(line);
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return {
    process: child,
    errors: () => errors,
    lines: () => lines,
    said(name) {
      const index = unheard.findIndex((line) => line.name === name);
      if (index !== -1) return Promise.resolve(unheard.splice(index, 1)[0] as Line);
      return new Promise((resolve) => waiting.push({ name, resolve }));
    },
    ended: once(child, "close").then(([code, signal]: unknown[]) => (code ?? signal) as number | string),
  };
}

/** Files under a folder that hold a text, in either of the encodings that Chromium uses. */
export function filesWith(folder: string, text: string): string[] {
  const holds = (file: string): boolean => {
    const content = readFileSync(file);
    return content.includes(text) || content.includes(Buffer.from(text, "utf16le"));
  };
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(holds);
}

/** Numbers of the processes that have `text` on their command line. */
export function processesWith(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .filter((name) => commandLine(name).includes(text))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch (cause) {
    // The process ended while the list was read.
    if (cause instanceof Error && "code" in cause && ["ENOENT", "ESRCH"].includes(String(cause.code))) return "";
    throw cause;
  }
}

/** Chromium's first process, whose parent is the app. */
export function chromiumOf(data: string): number {
  const [first] = processesWith(`--user-data-dir=${join(data, "chromium")}`).filter(
    (pid) => !commandLine(String(pid)).includes("--type="),
  );
  if (first === undefined) throw new Error("no Chromium runs on this folder");
  return first;
}
