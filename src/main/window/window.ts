import { app, BrowserWindow, clipboard, dialog, Menu, nativeTheme, powerMonitor, session } from "electron";
import { text } from "#shared/texts/text.ts";
import { say } from "#shared/texts/say.ts";
import { attachDoor } from "#main/window/door/electron.ts";
import type { Caller, Console, Logger, SessionHolder } from "#main/base/ports.ts";
import { createAssetHandler } from "./assets.ts";
import { dialogGrants } from "./caller.ts";
import { createClipboard } from "./clipboard.ts";
import { confirmClosing } from "./closing.ts";
import { createDialogs } from "./dialogs.ts";
import { guardContents, guardSession } from "./guards.ts";
import { systemLocale } from "./locale.ts";
import { lockWithComputer } from "./lock.ts";
import { menuTemplate } from "./menu.ts";
import { windowOptions } from "./options.ts";
import { appDocument, appScheme } from "./door/origin.ts";

export interface WindowParts {
  /** The preload's bundle, absolute. */
  preload: string;
  /** Folder of the renderer's bundle, absolute. */
  renderer: string;
  /** The page is loaded while the console is still opening. */
  console: Promise<Console>;
  session: SessionHolder;
  logger: Logger;
  devTools: boolean;
}

async function askToStop(window: BrowserWindow, question: { message: string; detail: string }): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: "question",
    title: "Countersign",
    ...question,
    buttons: [say(text("window.keepOpen")), say(text("window.stopIt"))],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** Opens the window, with every guard in place before its page is requested. */
export function openWindow(parts: WindowParts): BrowserWindow {
  const { console, logger, devTools } = parts;
  const locale = systemLocale({ platform: process.platform, env: process.env, own: () => app.getSystemLocale() });
  guardSession(session.defaultSession, { devTools, logger });
  session.defaultSession.protocol.handle(appScheme, createAssetHandler(parts.renderer, locale));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, devTools)));

  const window = new BrowserWindow(
    windowOptions({ preload: parts.preload, devTools, dark: nativeTheme.shouldUseDarkColors }),
  );
  guardContents(window.webContents, logger);
  const caller: Caller = {
    session: parts.session,
    files: dialogGrants(),
    dialogs: createDialogs(dialog, window, app.getPath("documents")),
    clipboard: createClipboard(clipboard),
  };
  const door = attachDoor(window, { console, caller, logger });
  confirmClosing(window, door, (question) => askToStop(window, question), logger);
  lockWithComputer(powerMonitor, { console, caller, logger });
  window.loadURL(appDocument).catch((cause: unknown) => {
    logger.error("the page did not load", { cause });
  });
  return window;
}

/** Brings the window to the front. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
