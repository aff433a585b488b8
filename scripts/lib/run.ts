import { spawn, type StdioOptions } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { root } from "../install.mjs";
import { Interrupted } from "./report.ts";

export interface Outcome {
  /** Exit code; 128 + the signal's number if a signal ended it; 127 if it did not start. */
  code: number;
  /** stdout and stderr in order of arrival; empty if they went to the terminal. */
  output: string;
  timedOut: boolean;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Shows the output at once instead of collecting it. */
  show?: boolean;
  /** After this many milliseconds, the program and its children are ended. */
  limit?: number;
}

/**
 * Runs a program until it ends. Failing to start is an outcome too.
 * @throws Interrupted if this process was told to end meanwhile; it ends the program first
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const stdio: StdioOptions = options.show === true ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"];
  // Its own process group, so that a limit or a signal also reaches its children.
  const detached = process.platform !== "win32";
  let told: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    told = signal;
    endGroup(child.pid, detached, signal);
  };
  // Before the program starts, so that a signal never ends this process alone.
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  const child = spawn(command, args, { cwd: options.cwd ?? root, env: options.env ?? process.env, stdio, detached });

  let output = "";
  const keep = (chunk: Buffer) => (output += chunk.toString());
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);

  return new Promise((resolve, reject) => {
    let timedOut = false;
    const timer = options.limit === undefined ? undefined : setTimeout(stop, options.limit);
    function stop() {
      timedOut = true;
      endGroup(child.pid, detached, "SIGKILL");
    }
    function finish(code: number) {
      clearTimeout(timer);
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
      if (told === undefined) resolve({ code, output, timedOut });
      else reject(new Interrupted(told));
    }
    child.on("error", (error) => {
      output += error.message;
      finish(127);
    });
    child.on("close", (code, signal) => finish(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

function endGroup(pid: number | undefined, group: boolean, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(group ? -pid : pid, signal);
  } catch (error) {
    // It has already ended.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The command line that runs an installed development tool under this Node: `[node, script]`. */
export function packageBin(packageName: string, binName = packageName): [string, string] {
  const folder = join(root, "node_modules", packageName);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin: string | Record<string, string>;
  };
  const file = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[binName];
  if (file === undefined) throw new Error(`${packageName} has no command ${binName}`);
  return [process.execPath, join(folder, file)];
}
