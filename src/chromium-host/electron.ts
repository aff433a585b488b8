/**
 * Stands in for the module `electron` in the main process: the part that this app uses, on the system's Chromium. The
 * rest of Electron exists by name and throws when it is used.
 */
import { app } from "./app/app.ts";
import { startLife } from "./app/life.ts";
import { clipboard } from "./desktop/clipboard.ts";
import { crashReporter } from "./desktop/crash-reporter.ts";
import { dialog } from "./desktop/dialog.ts";
import { Menu, MenuItem } from "./desktop/menu.ts";
import { nativeImage } from "./desktop/native-image.ts";
import { nativeTheme } from "./desktop/native-theme.ts";
import { powerMonitor } from "./desktop/power-monitor.ts";
import { screen } from "./desktop/screen.ts";
import { shell } from "./desktop/shell.ts";
import { missingExport } from "./refusals.ts";
import { defaultSession, session } from "./session/session.ts";
import { BrowserWindow } from "./window/browser-window.ts";
import { ipcMain } from "./window/ipc-main.ts";
import { webContents } from "./window/web-contents-list.ts";

const { protocol } = defaultSession;

export const autoUpdater = missingExport("autoUpdater");
export const BaseWindow = missingExport("BaseWindow");
export const BrowserView = missingExport("BrowserView");
export const contentTracing = missingExport("contentTracing");
export const desktopCapturer = missingExport("desktopCapturer");
export const globalShortcut = missingExport("globalShortcut");
export const inAppPurchase = missingExport("inAppPurchase");
export const ImageView = missingExport("ImageView");
export const MessageChannelMain = missingExport("MessageChannelMain");
export const net = missingExport("net");
export const netLog = missingExport("netLog");
export const Notification = missingExport("Notification");
export const powerSaveBlocker = missingExport("powerSaveBlocker");
export const pushNotifications = missingExport("pushNotifications");
export const safeStorage = missingExport("safeStorage");
export const ShareMenu = missingExport("ShareMenu");
export const sharedTexture = missingExport("sharedTexture");
export const systemPreferences = missingExport("systemPreferences");
export const TouchBar = missingExport("TouchBar");
export const Tray = missingExport("Tray");
export const utilityProcess = missingExport("utilityProcess");
export const View = missingExport("View");
export const webFrameMain = missingExport("webFrameMain");
export const WebContentsView = missingExport("WebContentsView");

export {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  webContents,
};

/** What `import electron from "electron"` gives. */
const electron: object = {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  webContents,
};

export default electron;

startLife();
