import { spawnSync } from "node:child_process";
import { nothingMaySkip } from "./tools.ts";

/** Runs a command with a small disk of its own at $1, gone with the process; `$2` are its mount options. */
const command = [
  "unshare",
  "-rm",
  "sh",
  "-c",
  'mount -t tmpfs -o "$2" none "$1" && shift 2 && exec "$@"',
  "sh",
] as const;

/** @returns what goes before a command, so that it has a disk of its own at `place` with these options of mount */
export const withSmallDisk = (place: string, options: string): readonly string[] => [...command, place, options];

/** @returns what goes before a command, so that the folder stands at `place` as well, as a bind mount */
export const withBindMount = (folder: string, place: string): readonly [string, ...string[]] => [
  "unshare",
  "-rm",
  "sh",
  "-c",
  'mount --bind "$1" "$2" && shift 2 && exec "$@"',
  "sh",
  folder,
  place,
];

/** @throws Error when none can be mounted and nothing may be skipped */
export function smallDisksMissing(): boolean {
  const [first, ...rest] = withSmallDisk("/mnt", "size=1m");
  if (process.platform === "linux" && spawnSync(first ?? "", [...rest, "true"]).status === 0) return false;
  const reason = "no small disk can be mounted here (unshare -rm)";
  if (nothingMaySkip()) throw new Error(reason);
  console.warn(`skipped: ${reason}`);
  return true;
}
