import { existsSync, readFileSync } from "node:fs";

/** Is a process alive? One that ended counts as gone although nobody has collected it yet. Linux only. */
export function isRunning(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.startsWith("Z") !== true;
}
