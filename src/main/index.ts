import { mkdirSync } from "node:fs";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { app, protocol } from "electron";
import { createDemoFolder } from "./demo/folder.ts";
import { keepMemoryOffDisks } from "./base/no-dumps.ts";
import type { Place } from "./start.ts";
import { failure } from "./window/exit-codes.ts";
import { schemes } from "./window/options.ts";

// What has to be said before the runtime is ready, and nothing else: its browser starts once this file has run, while
// the console's own modules are still being read.

/** Decides where everything is kept before anything is written. */
function prepare(): Place {
  keepMemoryOffDisks();
  app.setName("countersign");
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged(schemes);
  const isDemo = process.argv.includes("--demo");
  if (isDemo) {
    const folder = createDemoFolder();
    process.on("exit", () => folder.remove());
    app.setPath("userData", folder.path);
  } else if (!app.commandLine.hasSwitch("user-data-dir")) {
    app.setPath("userData", path.join(app.getPath("appData"), "countersign"));
  }
  const dataDir = app.getPath("userData");
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return { dataDir, isDemo, bundles: path.join(import.meta.dirname, "..") };
}

async function run(place: Place): Promise<void> {
  // Reading modules leaves no turn of the event loop to anything else.
  await setImmediate();
  const { start } = await import("./start.ts");
  toFront = start(place);
}

let toFront = (): void => undefined;

const place = prepare();
if (app.requestSingleInstanceLock()) {
  app.on("second-instance", () => toFront());
  run(place).catch((cause: unknown) => {
    process.stderr.write(`INTERNAL: Countersign cannot start: ${String(cause)}\n`);
    app.exit(failure);
  });
} else {
  process.stderr.write(
    "STORE_IN_USE: Countersign is already open on this data folder; its window comes to the front.\n",
  );
  app.exit(failure);
}
