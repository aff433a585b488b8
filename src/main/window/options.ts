import type { BrowserWindowConstructorOptions, CustomScheme, Rectangle, WebPreferences } from "electron";
import { appScheme } from "./door/origin.ts";

/**
 * Registered before the app is ready. Standard and secure, so that the page has an origin and a secure context; no
 * service workers, no way around the policy.
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
 * Every setting that matters is stated, even the defaults: a default can change.
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

const background = (dark: boolean): string => (dark ? "#242424" : "#ffffff");

export const windowOptions = (settings: WindowSettings): BrowserWindowConstructorOptions => ({
  title: "Countersign",
  width: 1280,
  height: 800,
  minWidth: 960,
  minHeight: 640,
  autoHideMenuBar: true,
  backgroundColor: background(settings.dark),
  webPreferences: webPreferences(settings.preload, settings.devTools),
});

/**
 * The window that a person being enrolled looks at. It fills a display, so that nothing of the console is visible
 * beside it.
 *
 * @param display bounds of the display that it fills
 */
export const userSideOptions = (
  settings: Omit<WindowSettings, "devTools">,
  display: Rectangle,
): BrowserWindowConstructorOptions => ({
  title: "Enrolment",
  ...display,
  fullscreen: true,
  autoHideMenuBar: true,
  backgroundColor: background(settings.dark),
  webPreferences: webPreferences(settings.preload, false),
});
