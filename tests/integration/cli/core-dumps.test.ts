import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { root } from "../../../scripts/install.mjs";
import { memoryLimited } from "../../../scripts/lib/runtime.ts";
import { entry, newFolder, plainEnvironment } from "./support.ts";

/** Where the system writes cores to a plain file of the working folder. */
const pattern = "/proc/sys/kernel/core_pattern";
const isPlain = existsSync(pattern) && /^core[^/|]*$/u.test(readFileSync(pattern, "utf8").trim());

const secret = "a-name-that-only-memory-holds-7351";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

/** Cores that a command leaves which is killed while it waits for its secrets; cores may be of any size. */
async function coresOf(command: readonly string[], signal: NodeJS.Signals, isReady: (pid: number) => boolean) {
  const cwd = join(folder.dir, `at-${readdirSync(folder.dir).length}`);
  mkdirSync(cwd);
  const child = spawn("sh", ["-c", 'ulimit -c unlimited && exec "$@"', "sh", ...command], {
    cwd,
    env: plainEnvironment(folder.dir),
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("exit", (_code, by) => resolve(by));
  });
  while (child.exitCode === null && !isReady(child.pid ?? 0)) await setImmediate();
  child.kill(signal);
  expect(await ended).toBe(signal);
  return readdirSync(cwd).map((name) => readFileSync(join(cwd, name)));
}

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};
const isClosed = (pid: number): boolean => read(`/proc/${pid}/coredump_filter`).trim() === "00000000";
const holdsSecret = (core: Buffer): boolean => core.includes(secret);

describe.skipIf(!isPlain)("a process that holds keys and crashes", () => {
  const cli = [process.execPath, entry, "setup", "begin", "--organisation", secret, "--owner", "dana"];
  const other = [process.execPath, "-e", "process.stdin.resume()", secret];
  const runs = (pid: number): boolean => read(`/proc/${pid}/cmdline`).startsWith(process.execPath);

  it("would leave its memory in a core, as other programs do here", async () => {
    expect((await coresOf(other, "SIGSEGV", runs)).some(holdsSecret)).toBe(true);
  });

  it.each(["SIGSEGV", "SIGABRT"] as const)(
    "leaves none of its memory by %s, however it was started",
    async (signal) => {
      expect((await coresOf(cli, signal, isClosed)).filter(holdsSecret)).toEqual([]);
    },
  );

  it.each(["SIGSEGV", "SIGABRT"] as const)("leaves no core at all by %s, as the launchers start it", async (signal) => {
    expect(await coresOf(memoryLimited(other), signal, runs)).toEqual([]);
    expect(await coresOf(memoryLimited(cli), signal, isClosed)).toEqual([]);
  });
});

it("every launcher on a system with limits sets that of cores to none", () => {
  for (const launcher of ["bin/countersign", "src/chromium-host/electron-shim"]) {
    expect(readFileSync(join(root, launcher), "utf8"), launcher).toMatch(/^ulimit -c 0$/mu);
  }
  expect(readFileSync(join(root, "scripts/start.ts"), "utf8")).toContain("memoryLimited(command)");
});
