import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openConsole } from "#main/console.ts";
import { type Caller, type Console, nobody } from "#main/base/ports.ts";
import { bundled } from "../../support/bundles.ts";
import { folderKeychain } from "../../support/folder-keychain.ts";
import { clockAt } from "../../support/clock-at.ts";
import { firstBoot } from "../../support/first-boot.ts";

/** The console of what `newPlace` made, in a process of its own. @param now UTC milliseconds */
export async function openPlace(place: string, now: number): Promise<{ console: Console; caller: Caller }> {
  const quiet = () => undefined;
  const token = readFileSync(join(place, "token"), "utf8");
  const console = await openConsole({
    dataDir: join(place, "data"),
    workerUrl: bundled(new URL("../../../src/main/worker.ts", import.meta.url)),
    runtime: { name: "terminal", version: process.versions.node },
    // The same start of the computer as the one in which `newPlace` signed in.
    clock: clockAt(() => now, firstBoot),
    keychain: folderKeychain(join(place, "keychain")),
    logger: { error: quiet, warn: quiet, info: quiet },
  });
  return { console, caller: { ...nobody, session: { outlivesProcess: true, get: () => token, set: quiet } } };
}
