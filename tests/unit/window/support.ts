import type { Caller, Console, Logger } from "#main/base/ports.ts";
import { dialogGrants, memorySession } from "#main/window/caller.ts";

export interface LogLine {
  level: "error" | "warn" | "info";
  message: string;
  facts: Record<string, unknown> | undefined;
}

/** Keeps what was logged. */
export function recordingLogger(): Logger & { lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine["level"]) => (message: string, facts?: Record<string, unknown>) => {
    lines.push({ level, message, facts });
  };
  return { lines, error: at("error"), warn: at("warn"), info: at("info") };
}

export const windowCaller = (): Caller => ({
  session: memorySession(),
  files: dialogGrants(),
  dialogs: null,
  clipboard: null,
});

export interface RecordedCall {
  procedure: string;
  input: unknown;
  caller: Caller;
  options: Parameters<Console["call"]>[3];
  reply(reply: Awaited<ReturnType<Console["call"]>>): void;
  fail(cause: unknown): void;
}

/** A console whose calls stay open until the test answers them. */
export function scriptedConsole(): Console & {
  calls: RecordedCall[];
  changeStatus(): void;
  touch: Parameters<Console["onTouch"]>[0];
} {
  const calls: RecordedCall[] = [];
  const listeners = new Set<() => void>();
  const touchListeners = new Set<Parameters<Console["onTouch"]>[0]>();
  return {
    calls,
    changeStatus: () => listeners.forEach((listener) => listener()),
    touch: (areas, by) => touchListeners.forEach((listener) => listener(areas, by)),
    call: (procedure, input, caller, options) =>
      new Promise((resolve, reject) => {
        calls.push({ procedure, input, caller, options, reply: resolve, fail: reject });
      }),
    onStatusChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onTouch(listener) {
      touchListeners.add(listener);
      return () => touchListeners.delete(listener);
    },
    close: async () => undefined,
  };
}

/** Lets every promise that is ready go on. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
