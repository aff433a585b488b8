import { mkdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { app, type BrowserWindow, protocol } from "electron";
import { systemClock } from "./base/clock.ts";
import { createDemoFolder } from "./demo/folder.ts";
import { createLogger } from "./system/logger.ts";
import { keytarStore } from "./keychain/keytar.ts";
import { keepMemoryOffDisks } from "./base/no-dumps.ts";
import type { Console, ConsoleOptions, Logger, SessionHolder, UserSide } from "./base/ports.ts";
import { memorySession } from "./window/caller.ts";
import { endInOrder, failure } from "./window/ending.ts";
import { schemes } from "./window/options.ts";
import { currentRuntime } from "./window/runtime.ts";
import { createUserSide } from "./window/user-side.ts";
import { focusWindow, openWindow } from "./window/window.ts";

const runtime = currentRuntime(process.versions);

const bundle = (...parts: string[]): string => path.join(import.meta.dirname, "..", ...parts);

/** Decides where everything is kept before anything is written. */
function prepare(): { dataDir: string; isDemo: boolean } {
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
  return { dataDir, isDemo };
}

/** Loaded on demand, so that the window appears while the store's libraries are still being read. */
async function openServices(options: {
  dataDir: string;
  isDemo: boolean;
  logger: Logger;
  userSide: UserSide;
  windowSession: SessionHolder;
}): Promise<Console> {
  const common: Omit<ConsoleOptions, "keychain" | "clock"> = {
    dataDir: options.dataDir,
    workerUrl: pathToFileURL(bundle("main", "worker.js")),
    runtime,
    logger: options.logger,
    userSide: options.userSide,
    windowSession: options.windowSession,
  };
  if (options.isDemo) {
    const { openDemo } = await import("./demo/open.ts");
    return openDemo(common);
  }
  const { openConsole } = await import("./console.ts");
  return openConsole({
    ...common,
    clock: systemClock,
    keychain: keytarStore("Countersign"),
    background: true,
  });
}

function run(dataDir: string, isDemo: boolean): void {
  const logger = createLogger({ dir: path.join(dataDir, "logs") });
  let window: BrowserWindow | undefined;
  const preload = bundle("preload", "index.cjs");
  const userSide = createUserSide({ preload, owner: () => window, console: () => opening, logger });
  const windowSession = memorySession();
  const opening = openServices({ dataDir, isDemo, logger, userSide, windowSession });
  opening.catch((cause: unknown) => logger.error("the console did not open", { cause }));
  const fatal = endInOrder(opening, logger);

  app.on("second-instance", () => {
    if (window !== undefined) focusWindow(window);
  });
  const show = async (): Promise<void> => {
    await app.whenReady();
    window = openWindow({
      preload,
      renderer: bundle("renderer"),
      console: opening,
      session: windowSession,
      logger,
      devTools: !app.isPackaged && runtime.name === "electron",
    });
    window.on("closed", () => {
      window = undefined;
    });
  };
  show().catch(fatal);
}

const { dataDir, isDemo } = prepare();
if (app.requestSingleInstanceLock()) {
  run(dataDir, isDemo);
} else {
  process.stderr.write(
    "STORE_IN_USE: Countersign is already open on this data folder; its window comes to the front.\n",
  );
  app.exit(failure);
}
