// npm run build: the production bundles in out/. With --if-stale, only if a source is newer.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./install.mjs";
import { staleBecause, writeStamp } from "./lib/freshness.ts";
import { alone } from "./lib/lock.ts";
import { main, ScriptError, step } from "./lib/report.ts";
import { packageBin, run } from "./lib/run.ts";

/** @throws ScriptError when the bundles cannot be made */
export async function build(): Promise<void> {
  await alone(join(root, ".cache/build.lock"), bundle);
}

/** Builds unless the bundles are newer than every source. @throws ScriptError */
export async function buildIfStale(): Promise<void> {
  if (staleBecause() === undefined) return;
  // While this process waited for the lock, another one may have built.
  await alone(join(root, ".cache/build.lock"), async () => {
    if (staleBecause() !== undefined) await bundle();
  });
}

async function bundle(): Promise<void> {
  const begun = new Date();
  const [node, script] = packageBin("electron-vite");
  await step("Building the bundles (electron-vite)", async () => {
    const outcome = await run(node, [script, "build", "--logLevel", "warn"]);
    if (outcome.code !== 0) throw new ScriptError("the build failed.", outcome.output);
  });
  writeStamp(begun);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { "if-stale": { type: "boolean", default: false } } });
  await main(async () => {
    await (values["if-stale"] ? buildIfStale() : build());
    return 0;
  });
}
