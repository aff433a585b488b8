import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { findOnPath } from "../browser/executable.ts";
import { engine } from "../engine.ts";
import { messageOf, warn, warnOnce } from "../log.ts";
import { refusingObject } from "../refusals.ts";

interface Tool {
  write(text: string): Promise<void>;
  read(): Promise<string>;
  clear(): Promise<void>;
}

/** Gives a program its input. The program keeps the text in the background, so its output is not awaited. */
function feed(program: string, args: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "ignore", "ignore"] });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`chromium-host: ${program} failed (${code ?? "killed"})`));
    });
    child.stdin.end(input);
  });
}

/** These programs report an empty clipboard as a failure; here it is empty text. */
async function ask(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "ignore"] });
  const failed = new Promise<never>((_resolve, reject) => child.once("error", reject));
  return Promise.race([text(child.stdout), failed]);
}

const wayland = (copy: string, paste: string): Tool => ({
  write: (value) => feed(copy, ["--type", "text/plain"], value),
  read: () => ask(paste, ["--no-newline"]),
  clear: () => feed(copy, ["--clear"], ""),
});

const x11 = (program: string): Tool => ({
  write: (value) => feed(program, ["-selection", "clipboard", "-in"], value),
  read: () => ask(program, ["-selection", "clipboard", "-out"]),
  clear: () => feed(program, ["-selection", "clipboard", "-in"], ""),
});

let kept = "";
/** A clipboard inside this process only. */
const inProcess: Tool = {
  async write(value) {
    kept = value;
  },
  read: async () => kept,
  async clear() {
    kept = "";
  },
};

function tool(): Tool {
  if (engine.isHeadless) return inProcess;
  const [copy, paste, xclip] = ["wl-copy", "wl-paste", "xclip"].map((name) => findOnPath([name]));
  const isWayland = (process.env["WAYLAND_DISPLAY"] ?? "") !== "";
  if (isWayland && copy !== undefined && paste !== undefined) return wayland(copy, paste);
  if (xclip !== undefined) return x11(xclip);
  warnOnce("copied text stays inside this app: the clipboard needs xclip or wl-clipboard (apt-get install xclip)");
  return inProcess;
}

let last: Promise<unknown> = Promise.resolve();

/** One operation at a time, so that a read after a write gives what was written. */
function inTurn<T>(act: (clipboard: Tool) => Promise<T>): Promise<T> {
  const next = last.then(() => act(tool()));
  last = next.catch(() => undefined);
  return next;
}

/** `clipboard`, for text. Without a display, or a tool to reach it, the clipboard exists only in this process. */
export const clipboard = refusingObject("clipboard", {
  writeText: (value: string): Promise<void> => inTurn((held) => held.write(value)),
  readText: (): Promise<string> => inTurn((held) => held.read()),
  clear(): void {
    inTurn((held) => held.clear()).catch((cause: unknown) =>
      warn(`the clipboard was not cleared: ${messageOf(cause)}`),
    );
  },
});
