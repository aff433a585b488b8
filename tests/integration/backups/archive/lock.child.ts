import { createInterface } from "node:readline";
import { holdStore } from "#main/store/sqlite/lock.ts";
import type { StoreLock } from "#main/store/store.ts";

/** Holds a data folder for its parent: prints what it has after each command on stdin. */
const [dataDir = ""] = process.argv.slice(2);
let lock: StoreLock | undefined;

const commands: Record<string, () => Promise<void> | void> = {
  hold: async () => {
    lock = await holdStore(dataDir);
  },
  upgrade: async () => lock?.upgrade(),
  downgrade: async () => lock?.downgrade(),
  release: () => lock?.release(),
};

for await (const line of createInterface({ input: process.stdin })) {
  try {
    await commands[line]?.();
    console.log(`${line}: ${lock?.exclusive ? "exclusive" : "shared"}`);
  } catch (thrown) {
    console.log(`${line}: ${(thrown as { code: string }).code}`);
  }
}
