/**
 * Nothing here runs. The file compiles only while every member that the stand-in provides matches Electron's own
 * declarations, which the app is typed against.
 */
import type * as Electron from "electron";
import type { App } from "./app/app.ts";
import type { CommandLine } from "./app/command-line.ts";
import type { clipboard } from "./desktop/clipboard.ts";
import type { crashReporter } from "./desktop/crash-reporter.ts";
import type { dialog } from "./desktop/dialog.ts";
import type { NativeTheme } from "./desktop/native-theme.ts";
import type { PowerMonitor } from "./desktop/power-monitor.ts";
import type { shell } from "./desktop/shell.ts";
import type { Protocol } from "./session/protocol.ts";
import type { Session } from "./session/session.ts";
import type { WebRequest } from "./session/web-request.ts";
import type { BrowserWindow } from "./window/browser-window.ts";
import type { IpcMain } from "./window/ipc-main.ts";
import type { WebContents } from "./window/web-contents.ts";
import type { WebFrameMain } from "./window/web-frame.ts";

/** Listeners are checked by name when they are added; members that lead to other objects are checked with those objects. */
type Checked<Own, Theirs> = Exclude<keyof Own & keyof Theirs, keyof NodeJS.EventEmitter | Linking>;
type Linking =
  | "commandLine"
  | "dock"
  | "frames"
  | "mainFrame"
  | "protocol"
  | "session"
  | "top"
  | "webContents"
  | "webRequest";

type Conforms<Own extends Pick<Theirs, Checked<Own, Theirs>>, Theirs> = Own;

export type Conformance = [
  Conforms<App, Electron.App>,
  Conforms<BrowserWindow, Electron.BrowserWindow>,
  Conforms<typeof clipboard, Electron.Clipboard>,
  Conforms<CommandLine, Electron.CommandLine>,
  Conforms<typeof crashReporter, Electron.CrashReporter>,
  Conforms<typeof dialog, Electron.Dialog>,
  Conforms<IpcMain, Electron.IpcMain>,
  Conforms<NativeTheme, Electron.NativeTheme>,
  Conforms<PowerMonitor, Electron.PowerMonitor>,
  Conforms<Protocol, Electron.Protocol>,
  Conforms<Session, Electron.Session>,
  Conforms<typeof shell, Electron.Shell>,
  Conforms<WebContents, Electron.WebContents>,
  Conforms<WebFrameMain, Electron.WebFrameMain>,
  Conforms<WebRequest, Electron.WebRequest>,
];
