import { join } from "node:path";
import process from "node:process";
import { v7 } from "uuid";
import type { HealthReport, Runtime } from "#shared/contract/system.ts";
import { AppError, type ErrorBody } from "#shared/errors.ts";
import { systemClock } from "./base/clock.ts";
import { openConsole } from "./console.ts";
import { healthReport } from "./system/health.ts";
import { createLogger } from "./system/logger.ts";
import { toAppError } from "./base/errors/to-app-error.ts";
import { keychainState } from "./keychain/describe.ts";
import { keytarStore } from "./keychain/keytar.ts";
import type { Console, ConsoleOptions, Logger } from "./base/ports.ts";

export { verifyAuditFile } from "./audit-log/verify-file.ts";
export { endIfHeldUp } from "./exit.ts";
export { isExposed } from "./files/exposure.ts";
export { requireOutside } from "./files/outside.ts";
export { readPicture } from "./files/picture.ts";
export { readWhole } from "./base/read-whole.ts";
export type { Caller, Console, SessionHolder } from "./base/ports.ts";

/** What a console works with: the file that its threads run, and costs other than the usual ones. */
export type Means = Pick<ConsoleOptions, "workerUrl" | "startThread" | "codeCost" | "passwordCost" | "passphraseWork">;

export interface TerminalOptions extends Means {
  /** Absolute. */
  dataDir: string;
}

const runtime: Runtime = { name: "terminal", version: process.versions.node };
const keychain = keytarStore("Countersign");

const loggers = new Map<string, Logger>();

/** One per folder: they would write to one file. */
function loggerOf(dataDir: string): Logger {
  const logger = loggers.get(dataDir) ?? createLogger({ dir: join(dataDir, "logs") });
  loggers.set(dataDir, logger);
  return logger;
}

/**
 * The console as a terminal uses it: this computer's clock and keychain, logs beside the store.
 *
 * @throws AppError STORE_IN_USE while another process restores into this folder
 */
export function openTerminalConsole(options: TerminalOptions): Promise<Console> {
  return openConsole({ ...options, runtime, clock: systemClock, keychain, logger: loggerOf(options.dataDir) });
}

/** Examines a data folder as it is, without opening a console on it. */
export function examine(dataDir: string): Promise<HealthReport> {
  return healthReport({
    dataDir,
    runtime,
    keychain: (accounts) => keychainState(keychain, accounts),
    now: systemClock.now(),
    depth: "full",
  });
}

/** The wire form of what was thrown outside a call of the console. Unexpected errors are logged. */
export function describeThrown(thrown: unknown, dataDir: string): ErrorBody {
  const error = toAppError(thrown);
  const correlationId = v7();
  if (!(thrown instanceof AppError)) {
    loggerOf(dataDir).error("command failed", { error: error.code, correlationId, cause: error.cause });
  }
  return error.toBody(correlationId);
}
