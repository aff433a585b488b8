import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { CdpConnection } from "../cdp/connection.ts";
import { messageOf, warn } from "../log.ts";
import { findChromium } from "./executable.ts";
import { anotherWindowFlags, chromiumFlags } from "./flags.ts";
import { forgetPages, prepareProfile, prepareTemporaryFolder } from "./profile.ts";
import { type PageTarget, PageTargets } from "./targets.ts";

export interface ChromiumOptions {
  userData: string;
  profile: string;
  headless: boolean;
  windowClass: string;
  /** Whether this process is known to be the only one using `userData`. */
  alone: boolean;
  debuggingPort: string | undefined;
  appended: ReadonlyMap<string, string>;
}

/** How long Chromium may take to close properly, ms. */
const closingTime = 3000;
const crashFolder = "crashes";
const defaultSize = { width: 1280, height: 800 };
const isRoot = process.getuid?.() === 0;
/** Below this, bytes, Chromium's pages can run out of /dev/shm, as in containers with its default of 64 MiB. */
const sharedMemoryNeeded = 512 * 1024 * 1024;

function hasLittleSharedMemory(): boolean {
  const { bavail, bsize } = statfsSync("/dev/shm");
  return bavail * bsize < sharedMemoryNeeded;
}

interface Running {
  child: ChildProcess;
  connection: CdpConnection;
  targets: PageTargets;
  exited: Promise<string>;
  product: string;
}

/**
 * A blank page that can be distinguished from all others; it follows the desktop's theme until the app's page loads.
 *
 * @param forDriver for a test driver the page never finishes loading, so that a driver which waits for a window to load
 *   waits for the app's page, as in Electron, where a window starts without a page
 */
function bootUrl(token: string, title: string, forDriver: boolean): string {
  const unfinished =
    "<body><script>document.body.appendChild(document.createElement('iframe')).contentDocument.open()</script>";
  const name = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const head = `<meta name="color-scheme" content="light dark"><title>${name}</title>`;
  return `data:text/html,${encodeURIComponent(`<!doctype html><!--${token}-->${head}${forDriver ? unfinished : ""}`)}`;
}

/**
 * The one Chromium process of the app. It starts with a first, blank window, which the first
 * BrowserWindow takes over; further windows are opened on request.
 */
export class Chromium {
  readonly #options: ChromiumOptions;
  readonly #onGone: (how: string) => void;
  #running: Promise<Running> | undefined;
  #spare: Promise<PageTarget> | undefined;
  #opening: Promise<unknown> = Promise.resolve();
  #closing = false;
  #temporary = "";

  /** @param onGone called when Chromium ends unasked while a window is open */
  constructor(options: ChromiumOptions, onGone: (how: string) => void) {
    this.#options = options;
    this.#onGone = onGone;
  }

  /** @throws ChromiumMissing, or an Error when it ends before it answers */
  start(): Promise<Running> {
    this.#running ??= this.#start();
    return this.#running;
  }

  /** Opens a blank window and attaches to it. */
  open(title: string): Promise<PageTarget> {
    const next = this.#opening.then(() => this.#open(title));
    this.#opening = next.catch(() => undefined);
    return next;
  }

  /** Removes the dumps of crashed pages: they contain the page's memory, and Chromium cannot be stopped from writing them. */
  forgetCrashes(): void {
    if (this.#temporary !== "") rmSync(join(this.#temporary, crashFolder), { recursive: true, force: true });
  }

  /** Closes Chromium with all its windows. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#running === undefined) return;
    const running = await this.#running.catch(() => undefined);
    if (running === undefined) return;
    running.connection.browser.send("Browser.close").catch(() => undefined);
    const timer = setTimeout(() => running.child.kill("SIGKILL"), closingTime);
    await running.exited;
    clearTimeout(timer);
  }

  async #start(): Promise<Running> {
    const { profile, userData, alone } = this.#options;
    const executable = findChromium();
    prepareProfile(profile);
    const temporary = prepareTemporaryFolder(userData, alone);
    this.#temporary = temporary.folder;
    const token = randomUUID();
    const flags = chromiumFlags({
      ...this.#flagOptions(token),
      size: defaultSize,
      littleSharedMemory: hasLittleSharedMemory(),
    });
    // Its own process group: Ctrl+C is for the app, which then closes Chromium properly.
    const child = spawn(executable, flags, {
      detached: true,
      env: this.#environment(temporary.folder),
      stdio: ["ignore", "ignore", this.#options.debuggingPort === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    const connection = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable);
    const exited = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code ?? "unknown"}`));
    });
    const targets = new PageTargets(connection);
    const gone = exited.then((how) => {
      temporary.remove();
      forgetPages(profile);
      this.#ended(how, targets.open);
      return how;
    });
    const spare = targets.expect(token);
    this.#spare = spare;
    // Chromium names its port there, and a driver connects when it reads it: not before there is a page to find.
    const heard = Promise.race([spare, exited]).then(() => child.stderr?.pipe(process.stderr));
    heard.catch((cause: unknown) => warn(messageOf(cause)));
    const ready = connection.browser.send("Browser.getVersion");
    try {
      const { product } = await ready;
      await targets.watch();
      return { child, connection, targets, exited: gone, product };
    } catch {
      throw new Error(`chromium-host: Chromium ended before it was ready (${await gone}). Is ${profile} in use?`);
    }
  }

  /** What Chromium would write to the person's own folders goes into one that is emptied. */
  #environment(temporary: string): NodeJS.ProcessEnv {
    return {
      ...process.env,
      TMPDIR: temporary,
      CHROME_CONFIG_HOME: temporary,
      BREAKPAD_DUMP_LOCATION: join(temporary, crashFolder),
    };
  }

  #bootUrl(token: string, title: string): string {
    return bootUrl(token, title, this.#options.debuggingPort !== undefined);
  }

  #flagOptions(token: string) {
    const { headless, profile, debuggingPort, appended, windowClass } = this.#options;
    return {
      headless,
      profile,
      debuggingPort,
      appended,
      windowClass,
      isRoot,
      bootUrl: this.#bootUrl(token, windowClass),
    };
  }

  async #open(title: string): Promise<PageTarget> {
    const { connection, targets } = await this.start();
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    const token = randomUUID();
    const page = targets.expect(token);
    const url = this.#bootUrl(token, title);
    if (this.#options.headless) await connection.browser.send("Target.createTarget", { url, newWindow: true });
    else
      spawn(findChromium(), anotherWindowFlags({ ...this.#flagOptions(token), bootUrl: url }), {
        stdio: "ignore",
        env: this.#environment(this.#temporary),
      });
    return page;
  }

  #ended(how: string, openPages: number): void {
    this.#running = undefined;
    this.#spare = undefined;
    // Chromium ends when no window is left; the next window starts it again.
    if (!this.#closing && openPages > 0) this.#onGone(how);
  }
}
