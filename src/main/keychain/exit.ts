import process from "node:process";
import { keychainIsStuck } from "./keytar.ts";

/**
 * Ends the process. The normal end joins the native threads, and would wait as long as a Secret
 * Service waits for a person at its prompt, or a dead share hangs; then the process is replaced by one that only ends.
 *
 * @param heldUp whether anything holds a native thread
 */
export function exitProcess(code: number, heldUp = keychainIsStuck()): never {
  if (!heldUp) process.exit(code);
  if (process.platform !== "win32" && process.execve !== undefined) {
    process.execve("/bin/sh", ["sh", "-c", `exit ${Math.trunc(code)}`], {});
  }
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable: the process was ended");
}
