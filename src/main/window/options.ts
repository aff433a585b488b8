import type { BrowserWindowConstructorOptions, CustomScheme, WebPreferences } from "electron";
import { appScheme } from "./origin.ts";

/**
 * Registered before the app is ready. Standard and secure, so that the page has an origin of its own
 * and a secure context; no service workers, no way around the policy.
 */
export const schemes: CustomScheme[] = [
  {
    scheme: appScheme,
    privileges: {
      standard: true,
      secure: true,
      codeCache: true,
      bypassCSP: false,
      allowServiceWorkers: false,
      supportFetchAPI: false,
      corsEnabled: false,
      allowExtensions: false,
    },
  },
];

/**
 * Every setting that matters is stated, also where it is the default: a default can change.
 *
 * @param preload absolute path of the preload's bundle
 */
const webPreferences = (preload: string, devTools: boolean): WebPreferences => ({
  preload,
  devTools,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  disableDialogs: true,
});

export interface WindowSettings {
  /** Absolute path of the preload's bundle. */
  preload: string;
  devTools: boolean;
  /** Avoids a white flash before the first paint. */
  dark: boolean;
}

export const windowOptions = (settings: WindowSettings): BrowserWindowConstructorOptions => ({
  title: "Countersign",
  width: 1280,
  height: 800,
  minWidth: 960,
  minHeight: 640,
  autoHideMenuBar: true,
  backgroundColor: settings.dark ? "#242424" : "#ffffff",
  webPreferences: webPreferences(settings.preload, settings.devTools),
});
