import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/**
 * Loaded with --import: ends this process with SIGKILL right before its nth change of the file
 * system (COUNTERSIGN_TEST_KILL_AT, from 1), and prints how many there were when it ends by itself.
 * Only the main thread's changes count.
 */
const killAt = Number(process.env["COUNTERSIGN_TEST_KILL_AT"] ?? Number.POSITIVE_INFINITY);
let changes = 0;

function before(): void {
  changes += 1;
  if (changes === killAt) process.kill(process.pid, "SIGKILL");
}

const changing = ["open", "rename", "link", "unlink", "mkdir", "rm", "rmdir", "writeFile"] as const;
for (const name of changing) {
  const original = fs.promises[name] as (...args: unknown[]) => Promise<unknown>;
  Object.assign(fs.promises, {
    [name]: (...args: unknown[]) => {
      before();
      return original.apply(fs.promises, args);
    },
  });
}
syncBuiltinESMExports();
process.on("exit", () => console.log(`changes ${changes}`));
