import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { entry, plainEnvironment } from "./support.ts";

const quoted = (word: string) => `'${word.replaceAll("'", String.raw`'\''`)}'`;

export interface Terminal {
  /** Everything that the terminal was sent, controls included. */
  readonly raw: string;
  /** The same as text. */
  readonly screen: string;
  /** Waits until a text stands after the last one that was waited for. Rejects when the command ends before. */
  waitFor(text: string): Promise<void>;
  /** Types a line, as keys of a keyboard. */
  enter(line: string): void;
  press(key: string): void;
  /** The exit code, when the command has ended. */
  readonly ended: Promise<number | null>;
}

export const ctrlC = "\u0003";
export const ctrlD = "\u0004";

/** Runs the terminal form on a terminal of its own (util-linux's `script` makes the pseudo-terminal). */
export function openTerminal(args: readonly string[], dir: string, redirect = ""): Terminal {
  // `exec`: the exit code and Ctrl+C are the command's, not a shell's.
  const command = `exec ${[process.execPath, entry, ...args].map(quoted).join(" ")} ${redirect}`;
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: dir,
    env: { ...plainEnvironment(dir), TERM: "xterm-256color", SHELL: "/bin/sh" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  let raw = "";
  let seen = 0;
  let open = true;
  let waiting: (() => void) | undefined;

  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    raw += text;
    waiting?.();
  });
  child.on("close", (exitCode) => {
    open = false;
    waiting?.();
    resolve(exitCode);
  });

  const screen = () => stripVTControlCharacters(raw).replaceAll("\r", "");
  return {
    get raw() {
      return raw;
    },
    get screen() {
      return screen();
    },
    ended,
    waitFor: (text) =>
      new Promise((found, failed) => {
        const look = () => {
          const at = screen().indexOf(text, seen);
          if (at === -1 && open) return;
          waiting = undefined;
          if (at === -1) return failed(new Error(`The command ended without ${JSON.stringify(text)}:\n${screen()}`));
          seen = at + text.length;
          found();
        };
        waiting = look;
        look();
      }),
    enter: (line) => child.stdin.write(`${line}\r`),
    press: (key) => child.stdin.write(key),
  };
}
