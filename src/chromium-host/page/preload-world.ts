import type { Bridge } from "./bridge.ts";
import type { guardBrowserUi, guardClose, guardNavigation, reportSurroundings, reportTitle } from "./guards.ts";
import type { IpcEnd } from "./ipc-renderer.ts";
import type { PageWindow } from "./world.ts";

/** What the preload's world knows about its surroundings. */
export interface PreloadFacts {
  platform: string;
  arch: string;
  chromium: string;
  /** Name of the function through which the main process delivers messages. */
  inbox: string;
  /** Whether the main process must be asked before a close. */
  guardClose: boolean;
}

interface Guards {
  navigation: typeof guardNavigation;
  close: typeof guardClose;
  browserUi: typeof guardBrowserUi;
  surroundings: typeof reportSurroundings;
  title: typeof reportTitle;
}

type Preload = (require: (name: string) => unknown, module: object, exports: object, process: object) => void;

/** Runs the preload like Electron's sandboxed preload: `require` gives `electron` and nothing else. */
export function runPreload(
  window: PageWindow,
  facts: PreloadFacts,
  parts: { bridge: Bridge; ipc: IpcEnd; notify: (name: string, ...details: unknown[]) => void; guards: Guards },
  preload: Preload | null,
): void {
  const { bridge, ipc, notify, guards } = parts;
  const refuseUnknown = <T extends object>(name: string, members: T): T =>
    new Proxy(members, {
      get(target, key, receiver) {
        const isKnown = typeof key === "symbol" || key in target || key === "then" || key === "__esModule";
        if (isKnown) return Reflect.get(target, key, receiver) as unknown;
        throw new Error(`chromium-host: ${name}.${key} is not provided`);
      },
    });
  Object.defineProperty(window, facts.inbox, { value: (text: string) => ipc.receive(text) });
  const isNavigating = guards.navigation(window, notify);
  if (facts.guardClose) guards.close(window, isNavigating);
  guards.browserUi(window);
  guards.surroundings(window, notify);
  guards.title(window, notify);
  const electron = refuseUnknown("electron", {
    contextBridge: refuseUnknown("contextBridge", {
      exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api),
    }),
    ipcRenderer: refuseUnknown("ipcRenderer", ipc.ipcRenderer),
  });
  const require = (name: string): unknown => {
    if (name === "electron" || name === "electron/renderer") return electron;
    throw new Error(`module not found: ${name}`);
  };
  const process = refuseUnknown("process", {
    type: "renderer",
    platform: facts.platform,
    arch: facts.arch,
    versions: { chrome: facts.chromium },
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: true,
    env: {},
  });
  const module = { exports: {} };
  try {
    preload?.(require, module, module.exports, process);
  } catch (cause) {
    notify("preload-error", cause instanceof Error ? cause : new Error(String(cause)));
    throw cause;
  }
}
