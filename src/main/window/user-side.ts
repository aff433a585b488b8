import { BrowserWindow, nativeTheme, screen } from "electron";
import { attachDoor } from "#main/window/door/electron.ts";
import type { Caller, Console, Logger, UserSide } from "#main/base/ports.ts";
import { placeForUser } from "./displays.ts";
import { guardContents } from "./guards.ts";
import { userSideOptions } from "./options.ts";
import { userSideDocument } from "./door/origin.ts";

export interface UserSideParts {
  /** The preload's bundle, absolute. */
  preload: string;
  /** The console's own window; the person's window is closed with it. */
  owner: () => BrowserWindow | undefined;
  console: () => Promise<Console>;
  logger: Logger;
}

/** A window kept out of screenshots and screen sharing where the system allows it, without menu and tools. */
function createWindow({ preload, owner }: UserSideParts): { window: BrowserWindow; url: string } {
  const displays = screen.getAllDisplays();
  const console = owner()?.getBounds() ?? screen.getPrimaryDisplay().bounds;
  const { bounds, isOwnDisplay } = placeForUser(displays, console);
  const window = new BrowserWindow(userSideOptions({ preload, dark: nativeTheme.shouldUseDarkColors }, bounds));
  window.setContentProtection(true);
  window.removeMenu();
  return { window, url: `${userSideDocument}#${isOwnDisplay ? "show" : "turn"}` };
}

/** Closed with the console's window, and when its page crashes. */
function closeInTime(window: BrowserWindow, owner: BrowserWindow | undefined): void {
  const close = () => window.destroy();
  owner?.once("closed", close);
  window.webContents.on("render-process-gone", close);
  window.once("closed", () => owner?.removeListener("closed", close));
}

/** The person's window as a second window of this process. */
export function createUserSide(parts: UserSideParts): UserSide {
  return {
    displays: () => screen.getAllDisplays().length,
    async open({ caller, onClosed }: { caller: Caller; onClosed: () => void }) {
      const { window, url } = createWindow(parts);
      const close = () => {
        if (!window.isDestroyed()) window.destroy();
      };
      guardContents(window.webContents, parts.logger, userSideDocument);
      attachDoor(window, { console: parts.console(), caller, logger: parts.logger });
      closeInTime(window, parts.owner());
      window.once("closed", onClosed);
      try {
        await window.loadURL(url);
      } catch (cause) {
        close();
        throw cause;
      }
      return { close };
    },
  };
}
