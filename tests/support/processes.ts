import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { bundled } from "./bundles.ts";

/** A child process that runs a TypeScript file and tells what it does line by line. */
export interface Child {
  process: ChildProcess;
  /** Resolves with the nth line (from 1) for which `wanted` holds; null when the process ends before. */
  line(wanted: (line: string) => boolean, nth?: number): Promise<string | null>;
  /** Resolves when the process has ended, with its code or the signal that ended it. */
  ended: Promise<number | string>;
  say(line: string): void;
}

export function startChild(
  file: URL,
  args: readonly string[],
  options: { imports?: URL; prefix?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Child {
  const imports = options.imports ? ["--import", options.imports.href] : [];
  const [command, ...rest] = [...(options.prefix ?? []), process.execPath, ...imports, bundled(file).pathname, ...args];
  const child = spawn(command ?? process.execPath, rest, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...options.env },
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const wake = (): void => {
    for (const look of waiting) look();
  };
  const output = createInterface({ input: child.stdout });
  output.on("line", (line) => {
    lines.push(line);
    wake();
  });
  output.on("close", () => {
    over = true;
    wake();
  });
  const ended = once(child, "close").then(([code, signal]: (number | string | null)[]) => signal ?? code ?? "unknown");
  return {
    process: child,
    ended,
    say: (line) => void child.stdin.write(`${line}\n`),
    line: (wanted, nth = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = lines.filter((line) => wanted(line))[nth - 1];
          if (found === undefined && !over) return;
          waiting.delete(look);
          resolve(found ?? null);
        };
        waiting.add(look);
        look();
      }),
  };
}
