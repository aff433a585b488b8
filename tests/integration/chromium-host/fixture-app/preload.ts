import type * as Electron from "electron";
import type { FixtureApi } from "./api.ts";

// A sandboxed preload is CommonJS; this file becomes that by leaving its types out.
declare const require: (name: string) => unknown;

const { contextBridge, ipcRenderer } = require("electron") as typeof Electron;

const api: FixtureApi = {
  version: 3,
  nested: { list: [1, { two: 2 }] },
  echo: (value) => ipcRenderer.invoke("echo", value),
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  send: (channel, ...args) => ipcRenderer.send(channel, ...args),
  subscribe(listener) {
    const forward = (_event: unknown, value: unknown): void => listener(value);
    ipcRenderer.on("event", forward);
    return () => void ipcRenderer.off("event", forward);
  },
  sync: (text) => `${text}!`,
  throws: () => {
    throw new TypeError("thrown in the preload");
  },
  callBack: (callback) => callback("from the preload"),
  requireModule(name) {
    try {
      return typeof require(name);
    } catch (cause) {
      return String(cause);
    }
  },
  useUnknown: () => ipcRenderer.sendSync("anything") as unknown,
  echoLater: async (value) => value,
};
contextBridge.exposeInMainWorld("fixture", api);
