import { chmodSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import log from "electron-log/node";
import { harmlessJson } from "#shared/model/deceiving.ts";
import type { Logger } from "../base/ports.ts";
import { redactFacts } from "./redact.ts";
import { scrub } from "./scrub.ts";

export type LogLevel = keyof Logger;

export interface LoggerOptions {
  /** The folder of the logs. Made with mode 0700 when the first line is written. */
  dir: string;
  /** The least urgent level that is written; `info` if omitted. */
  level?: LogLevel;
}

/** In bytes. The file may exceed this by one line before it is rotated. */
const maxSize = 1024 * 1024;
/** Older files beside `console.log`: `console.1.log` (the newest) to `console.5.log`. */
const keptFiles = 5;

type LogMessage = Parameters<(typeof log)["hooks"][number]>[0];
type LogFile = ReturnType<(typeof log)["transports"]["file"]["getFile"]>;

function rotate(file: LogFile): void {
  // Another process may have rotated the file since this one counted.
  if ((statSync(file.path, { throwIfNoEntry: false })?.size ?? 0) <= maxSize) return;
  const numbered = (n: number): string => file.path.replace(/\.log$/u, n === 0 ? ".log" : `.${n}.log`);
  rmSync(numbered(keptFiles), { force: true });
  for (let n = keptFiles; n > 0; n -= 1) {
    if (statSync(numbered(n - 1), { throwIfNoEntry: false })) renameSync(numbered(n - 1), numbered(n));
  }
}

/** @param lost how many entries before this one could not be written */
function toLine({ data, date, level }: LogMessage, lost: number): string {
  const [message, facts] = data as [string, Record<string, unknown>];
  return harmlessJson({
    time: date.toISOString(),
    level,
    message: scrub(message),
    ...(lost > 0 ? { lost } : {}),
    facts: redactFacts(facts),
  });
}

/**
 * The library's own complaints, printed by its default logger: a terminal's output belongs to the caller, and what
 * could not be written is counted here.
 */
log.transports.console.writeFn = () => undefined;

/**
 * Writes one line of JSON per entry to `console.log` in a folder: `time` (ISO 8601, UTC), `level`, `message`, `facts`.
 * Secrets stay out by construction: see `redact.ts`. It never throws; entries that could not be written are counted in
 * the next one that can be (`lost`).
 */
export function createLogger({ dir, level = "info" }: LoggerOptions): Logger {
  const path = join(dir, "console.log");
  /** Entries before this one that could not be written. */
  let lost = 0;
  let isWritten = false;
  const instance = log.create({ logId: `countersign:${path}` });
  const { console, file, ipc, remote } = instance.transports;
  for (const other of [console, ipc, remote]) if (other) other.level = false;
  file.level = level;
  file.maxSize = maxSize;
  file.archiveLogFn = rotate;
  file.resolvePathFn = () => path;
  file.writeOptions = { flag: "a", mode: 0o600, encoding: "utf8" };
  // The library looks for an application's name even if a path is given.
  file.setAppName("countersign");
  file.transforms = [
    ({ message }) => {
      // The hook has counted this one.
      const line = toLine(message, lost - 1);
      isWritten = true;
      return line;
    },
  ];
  let isReady = false;
  // Only for what is urgent enough. The library goes on after whatever is thrown here and in the transform.
  instance.hooks.push((entry) => {
    isWritten = false;
    lost += 1;
    if (isReady) return entry;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    chmodSync(dir, 0o700);
    file.getFile().on("error", () => (isWritten = false));
    if (statSync(path).mode & 0o077) chmodSync(path, 0o600);
    isReady = true;
    return entry;
  });
  const write =
    (of: LogLevel) =>
    (message: string, facts: Record<string, unknown> = {}): void => {
      instance[of](message, facts);
      if (isWritten) lost = 0;
    };
  return { error: write("error"), warn: write("warn"), info: write("info") };
}
