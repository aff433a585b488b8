import { execFileSync } from "node:child_process";
import fs, { cpSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";

/**
 * Loaded with --import: ends this process with SIGKILL right before its nth change of the file system
 * (COUNTERSIGN_TEST_KILL_AT, from 1), or puts aside before each of them what a kill would leave of a folder
 * (COUNTERSIGN_TEST_COPY_OF, into COUNTERSIGN_TEST_COPIES). Prints how many there were when it ends by itself. Only the
 * main thread's changes count.
 */
const killAt = Number(process.env["COUNTERSIGN_TEST_KILL_AT"] ?? Number.POSITIVE_INFINITY);
const { COUNTERSIGN_TEST_COPY_OF: original, COUNTERSIGN_TEST_COPIES: copies } = process.env;
let changes = 0;

/** In another process: one that closes SQLite's files loses all its locks on them. */
function copy(from: string, to: string): void {
  if (process.platform === "win32") cpSync(from, to, { recursive: true });
  else execFileSync("cp", ["-R", from, to]);
}

function before(): void {
  changes += 1;
  if (original !== undefined && copies !== undefined) copy(original, join(copies, String(changes)));
  if (changes === killAt) process.kill(process.pid, "SIGKILL");
}

const changing = ["open", "rename", "link", "unlink", "mkdir", "rm", "rmdir", "writeFile"] as const;
for (const name of changing) {
  const usual = fs.promises[name] as (...args: unknown[]) => Promise<unknown>;
  Object.assign(fs.promises, {
    [name]: (...args: unknown[]) => {
      before();
      return usual.apply(fs.promises, args);
    },
  });
}
syncBuiltinESMExports();
process.on("exit", () => console.log(`changes ${changes}`));
