import process from "node:process";
import { hangingThreads } from "./jobs/hanging.ts";
import { keychainIsStuck } from "./keychain/keytar.ts";

/**
 * Whether a native thread waits for something that may never come: a person at the prompt of a Secret Service, or a
 * dead share.
 */
const isHeldUp = (): boolean => keychainIsStuck() || hangingThreads.size > 0;

/**
 * Ends the process. The normal end joins the native threads; if one is stuck, this process is replaced by one that only
 * ends.
 */
export function exitProcess(code: number): never {
  if (!isHeldUp()) process.exit(code);
  if (process.platform !== "win32" && process.execve !== undefined) {
    process.execve("/bin/sh", ["sh", "-c", `exit ${Math.trunc(code)}`], {});
  }
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable: the process was ended");
}

/** Ends the process at once if its normal end would wait; otherwise returns. */
export function endIfHeldUp(code: number): void {
  if (isHeldUp()) exitProcess(code);
}
