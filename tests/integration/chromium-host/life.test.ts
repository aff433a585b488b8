import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  chromiumOf,
  dataFolder,
  drive,
  filesWith,
  type InPage,
  processesWith,
  start,
  type Started,
  withoutDisplay,
} from "./support.ts";

let data: string;
let started: Started[] = [];

const run = (...args: string[]): Started => {
  const app = start(data, args);
  started.push(app);
  return app;
};

beforeEach(() => {
  data = dataFolder();
  started = [];
});
afterEach(async () => {
  for (const { process: child, ended } of started) {
    child.kill("SIGKILL");
    await ended;
  }
  await vi.waitFor(() => {
    if (processesWith(data).length > 0) throw new Error("Chromium outlived the app");
  });
  rmSync(data, { recursive: true, force: true });
});

const names = (app: Started): string[] => app.lines().map(({ name }) => name);

/** Ends an app by a signal, which it takes for a person's wish. */
async function end(app: Started, signal: "SIGINT" | "SIGTERM"): Promise<void> {
  app.process.kill(signal);
  expect(await app.ended).toBe(0);
  expect(names(app).slice(-4)).toEqual(["close", "closed", "will-quit", "quit"]);
  expect(app.errors()).toBe("");
  expect(processesWith(data)).toEqual([]);
}

// One start for all of this, since a start is most of what a test costs.
test("started without a driver, it opens no port, hears of a second start, and ends in order once its window lets it", async () => {
  const app = run("--keep-open-once");
  await app.said("loaded");
  expect(statSync(join(data, "chromium")).mode & 0o077).toBe(0);
  expect(listeningSockets([app.process.pid ?? 0, ...processesWith(join(data, "chromium"))])).toEqual([]);

  const second = run("--open=this");
  expect(await second.ended).toBe(3);
  expect(names(second)).toEqual(["not-first"]);
  const heard = await app.said("second-instance");
  expect(heard["argv"]).toContain("--open=this");
  expect(heard).toMatchObject({ workingDirectory: process.cwd(), data: { from: "fixture" } });

  app.process.kill("SIGTERM");
  await app.said("close");
  await end(app, "SIGINT");
  expect(names(app).slice(-5)).toEqual(["close", "close", "closed", "will-quit", "quit"]);
});

describe("the end", () => {
  test("of Chromium ends the app at once, with a word and a code", async () => {
    const app = run();
    await app.said("loaded");
    const killed = performance.now();
    process.kill(chromiumOf(data), "SIGKILL");
    expect(await app.ended).toBe(70);
    expect(performance.now() - killed).toBeLessThan(3000);
    expect(app.errors()).toContain("chromium-host: Chromium ended unexpectedly (SIGKILL); the app closes");
    expect(app.lines().at(-1)).toEqual({ name: "quit", code: 70 });
  });

  test("of the app ends Chromium, and leaves nothing in the way of the next start", async () => {
    const app = run();
    await app.said("loaded");
    app.process.kill("SIGKILL");
    await app.ended;
    await expect.poll(() => processesWith(data)).toEqual([]);
    writeFileSync(join(data, "chromium-tmp/left-behind"), "x");
    const next = run();
    await next.said("loaded");
    expect(existsSync(join(data, "chromium-tmp/left-behind"))).toBe(false);
    await end(next, "SIGTERM");
    expect(existsSync(join(data, "chromium-tmp"))).toBe(false);
  });
});

describe("what is written to disk", () => {
  test("holds nothing of what was typed, shown or visited", async () => {
    const driven = await drive();
    const secret = "JBSWY3DPEHPK3PXP";
    await driven.page.fill("#text", secret);
    await driven.page.evaluate((text) => {
      document.title = text;
      document.body.append(text);
      history.pushState({ text }, "", `#/${text}`);
      return (globalThis as InPage).fixture.echo(text);
    }, secret);
    await driven.page.press("#text", "Enter");
    const found = (): string[] => filesWith(driven.data, secret);
    expect(found()).toEqual([]);
    await driven.app.close();
    expect(found()).toEqual([]);
    rmSync(driven.data, { recursive: true, force: true });
  });

  test("holds no dump of a page that crashed, one whose preload was no JavaScript", async () => {
    const home = join(data, "home");
    mkdirSync(home);
    const app = start(data, ["--bad-preload"], { ...withoutDisplay(), HOME: home });
    started.push(app);
    expect(await app.said("preload-error")).toMatchObject({
      path: join(data, "preload.cjs"),
      message: expect.stringMatching(/Unexpected/u) as string,
    });
    await app.said("loaded");
    expect(app.errors()).toContain("chromium-host: the preload failed");

    const page = processesWith("--type=renderer").find((pid) => processesWith(join(data, "chromium")).includes(pid));
    process.kill(page ?? 0, "SIGSEGV");
    expect(await app.said("render-process-gone")).toMatchObject({ reason: "crashed" });
    expect(globSync("**/*.dmp", { cwd: data })).toEqual([]);
    expect(existsSync(join(home, ".config/chromium"))).toBe(false);
  });

  test("works under a path too long for a socket", async () => {
    data = join(data, "a".repeat(100));
    mkdirSync(data, { recursive: true });
    const app = run();
    await app.said("loaded");
    expect(readdirSync(data)).not.toContain("chromium-tmp");
    app.process.kill("SIGTERM");
    expect(await app.ended).toBe(0);
    data = join(data, "..");
  });
});

test("a debugging port is opened for a test driver only", async () => {
  const app = run("--remote-debugging-port=0");
  expect(await app.ended).toBe(70);
  expect(app.errors()).toContain("--remote-debugging-port is not provided (only together with --inspect, for tests)");
});

/** Sockets of these processes on which somebody could call. */
function listeningSockets(pids: readonly number[]): string[] {
  const sockets = new Set(
    pids.flatMap((pid) => readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`))),
  );
  return ["/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"].flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/u)[9] ?? "")
      .filter((inode) => sockets.has(`socket:[${inode}]`)),
  );
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch (cause) {
    // Closed while the list was read.
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return "";
    throw cause;
  }
}
