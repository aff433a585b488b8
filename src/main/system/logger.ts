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

type FileTransport = (typeof log)["transports"]["file"];
type LogFile = ReturnType<FileTransport["getFile"]>;

/** `lost`: how many entries before this one could not be written. */
function toLine(level: LogLevel, message: string, facts: Record<string, unknown>, lost: number): string {
  const entry = {
    time: new Date().toISOString(),
    level,
    message: scrub(message),
    ...(lost > 0 ? { lost } : {}),
    facts: redactFacts(facts),
  };
  return harmlessJson(entry);
}

function rotate(file: LogFile): void {
  // Another process may have rotated the file since this one counted.
  if ((statSync(file.path, { throwIfNoEntry: false })?.size ?? 0) <= maxSize) return;
  const numbered = (n: number): string => file.path.replace(/\.log$/u, n === 0 ? ".log" : `.${n}.log`);
  rmSync(numbered(keptFiles), { force: true });
  for (let n = keptFiles; n > 0; n -= 1) {
    if (statSync(numbered(n - 1), { throwIfNoEntry: false })) renameSync(numbered(n - 1), numbered(n));
  }
}

/**
 * The library's own complaints, printed by its default logger: a terminal's output belongs to the caller, and what
 * could not be written is counted here.
 */
log.transports.console.writeFn = () => undefined;

/** @returns electron-log's part: appends lines to one file, privately, and rotates it */
function createTransport(options: LoggerOptions, onError: () => void): (level: LogLevel, line: string) => void {
  const file = join(options.dir, "console.log");
  const instance = log.create({ logId: `countersign:${file}` });
  const { transports } = instance;
  transports.console.level = false;
  if (transports.ipc) transports.ipc.level = false;
  transports.remote.level = false;
  // The library looks for an application name even if a path is given.
  transports.file.setAppName("countersign");
  transports.file.level = "info";
  transports.file.maxSize = maxSize;
  transports.file.resolvePathFn = () => file;
  transports.file.writeOptions = { flag: "a", mode: 0o600, encoding: "utf8" };
  transports.file.archiveLogFn = rotate;
  transports.file.transforms = [({ data }: { data: unknown[] }) => String(data[0])];

  let ready = false;
  return (level, line) => {
    if (!ready) {
      mkdirSync(options.dir, { recursive: true, mode: 0o700 });
      chmodSync(options.dir, 0o700);
      transports.file.getFile().on("error", onError);
      if (statSync(file).mode & 0o077) chmodSync(file, 0o600);
      ready = true;
    }
    instance[level](line);
  };
}

const urgency: readonly LogLevel[] = ["error", "warn", "info"];

/**
 * Writes one line of JSON per entry to `console.log` in a folder: `time` (ISO 8601, UTC), `level`, `message`, `facts`.
 * Secrets stay out by construction: see `redact.ts`. It never throws; entries that could not be written are counted in
 * the next one that can be (`lost`).
 */
export function createLogger(options: LoggerOptions): Logger {
  let lost = 0;
  let failed = false;
  const write = createTransport(options, () => (failed = true));
  const least = urgency.indexOf(options.level ?? "info");

  const entry =
    (level: LogLevel) =>
    (message: string, facts: Record<string, unknown> = {}): void => {
      if (urgency.indexOf(level) > least) return;
      failed = false;
      try {
        write(level, toLine(level, message, facts, lost));
      } catch (thrown) {
        // A log that cannot be written must not break what it reports on.
        failed = thrown !== undefined;
      }
      lost = failed ? lost + 1 : 0;
    };
  return { error: entry("error"), warn: entry("warn"), info: entry("info") };
}
