import { spawnSync } from "node:child_process";
import { findOnPath } from "../browser/executable.ts";
import { engine } from "../engine.ts";
import { warnOnce } from "../log.ts";
import { refusingObject } from "../refusals.ts";

interface Tool {
  write(text: string): void;
  read(): string;
  clear(): void;
}

function run(program: string, args: readonly string[], input: string | null): string {
  // A tool that keeps what it was given stays in the background and would hold a pipe open.
  const output = input === null ? "pipe" : "ignore";
  const { error, stdout } = spawnSync(program, args, {
    encoding: "utf8",
    input: input ?? "",
    stdio: ["pipe", output, "ignore"],
  });
  if (error !== undefined) throw error;
  // Reading an empty clipboard is a failure to both tools.
  return stdout ?? "";
}

const wayland = (copy: string, paste: string): Tool => ({
  write: (text) => void run(copy, ["--type", "text/plain"], text),
  read: () => run(paste, ["--no-newline"], null),
  clear: () => void run(copy, ["--clear"], ""),
});

const x11 = (program: string): Tool => ({
  write: (text) => void run(program, ["-selection", "clipboard", "-in"], text),
  read: () => run(program, ["-selection", "clipboard", "-out"], null),
  clear: () => void run(program, ["-selection", "clipboard", "-in"], ""),
});

let kept = "";
/** Of this process only. */
const inProcess: Tool = {
  write(text) {
    kept = text;
  },
  read: () => kept,
  clear() {
    kept = "";
  },
};

function tool(): Tool {
  if (engine.isHeadless) return inProcess;
  const [copy, paste, xclip] = ["wl-copy", "wl-paste", "xclip"].map((name) => findOnPath([name]));
  if ((process.env["WAYLAND_DISPLAY"] ?? "") !== "" && copy !== undefined && paste !== undefined)
    return wayland(copy, paste);
  if (xclip !== undefined) return x11(xclip);
  warnOnce("copied text stays inside this app: the clipboard needs xclip or wl-clipboard (apt-get install xclip)");
  return inProcess;
}

/** `clipboard`, for text. Without a display, or a tool to reach it, a clipboard of this process's own. */
export const clipboard = refusingObject("clipboard", {
  writeText: (text: string): void => tool().write(text),
  readText: (): string => tool().read(),
  clear: (): void => tool().clear(),
});
