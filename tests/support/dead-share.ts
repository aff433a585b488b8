import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { nothingMaySkip } from "./tools.ts";

/** Runs a command with a file system at $1 whose server never answers: FUSE, and nobody reads its requests. */
const command = [
  "unshare",
  "-rm",
  "sh",
  "-c",
  'exec 3<>/dev/fuse && mount -i -t fuse -o fd=3,rootmode=040000,user_id=0,group_id=0 none "$1" && shift && exec "$@"',
  "sh",
] as const;

/** @returns what goes before a command, so that every call on a file below `place` hangs until the command is killed */
export const withDeadShare = (place: string): readonly string[] => [...command, place];

/** @throws Error when none can be mounted and nothing may be skipped */
export function deadSharesMissing(): boolean {
  const [first, ...rest] = withDeadShare("/mnt");
  if (process.platform === "linux" && spawnSync(first ?? "", [...rest, "true"]).status === 0) return false;
  const reason = "no dead share can be mounted here (unshare -rm, /dev/fuse)";
  if (nothingMaySkip()) throw new Error(reason);
  console.warn(`skipped: ${reason}`);
  return true;
}

/** Where a thread of this process waits in the kernel (proc_pid_wchan(5)). */
function whereWaits(thread: string): string {
  try {
    return readFileSync(`/proc/self/task/${thread}/wchan`, "latin1");
  } catch {
    return "ended since";
  }
}

/** Resolves when a thread of this process hangs in a call on the dead share. */
export async function stuck(): Promise<void> {
  while (!readdirSync("/proc/self/task").some((thread) => whereWaits(thread).startsWith("fuse_"))) await wait(10);
}
