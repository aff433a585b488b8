import path from "node:path";
import { pathToFileURL } from "node:url";
import { app, type BrowserWindow } from "electron";
import { systemClock } from "./base/clock.ts";
import { createLogger } from "./system/logger.ts";
import { keytarStore } from "./keychain/keytar.ts";
import type { Console, ConsoleOptions, Logger, SessionHolder, UserSide } from "./base/ports.ts";
import { memorySession } from "./window/caller.ts";
import { endInOrder } from "./window/ending.ts";
import { currentRuntime } from "./window/runtime.ts";
import { createUserSide } from "./window/user-side.ts";
import { focusWindow, openWindow } from "./window/window.ts";

export interface Place {
  /** Exists; the console's own. */
  dataDir: string;
  isDemo: boolean;
  /** The folder of the bundles, absolute. */
  bundles: string;
}

/** Loaded on demand, so that the window appears while the store's libraries are still being read. */
async function openServices(
  { dataDir, isDemo, bundles }: Place,
  parts: { logger: Logger; userSide: UserSide; windowSession: SessionHolder },
): Promise<Console> {
  const common: Omit<ConsoleOptions, "keychain" | "clock"> = {
    dataDir,
    workerUrl: pathToFileURL(path.join(bundles, "main/worker.js")),
    runtime: currentRuntime(process.versions),
    ...parts,
  };
  if (isDemo) {
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

/** Opens the window and, at the same time, the console behind it. @returns what brings the window to the front */
export function start(place: Place): () => void {
  const logger = createLogger({ dir: path.join(place.dataDir, "logs") });
  let window: BrowserWindow | undefined;
  const preload = path.join(place.bundles, "preload/index.cjs");
  const userSide = createUserSide({ preload, owner: () => window, console: () => opening, logger });
  const windowSession = memorySession();
  const opening = openServices(place, { logger, userSide, windowSession });
  opening.catch((cause: unknown) => logger.error("the console did not open", { cause }));
  const fatal = endInOrder(opening, logger);

  const show = async (): Promise<void> => {
    await app.whenReady();
    window = openWindow({
      preload,
      renderer: path.join(place.bundles, "renderer"),
      console: opening,
      session: windowSession,
      logger,
      devTools: !app.isPackaged && currentRuntime(process.versions).name === "electron",
    });
    window.on("closed", () => {
      window = undefined;
    });
  };
  show().catch(fatal);
  return () => {
    if (window !== undefined) focusWindow(window);
  };
}
