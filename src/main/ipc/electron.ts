import { type BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from "electron";
import type { Caller, Console, Logger } from "#main/ports.ts";
import { isAppUrl } from "#main/window/origin.ts";
import { channels } from "#shared/contract/channels.ts";
import { Door } from "./door.ts";

type Sender = Pick<IpcMainInvokeEvent | IpcMainEvent, "sender" | "senderFrame">;

/**
 * Whether a message came from the top frame of this window, showing the console's own document. The
 * frame is null when it is gone or has moved on since it spoke.
 */
function isOwnTopFrame(window: BrowserWindow, event: Sender): boolean {
  const contents = window.webContents;
  const frame = event.senderFrame;
  return event.sender === contents && frame !== null && frame === contents.mainFrame && isAppUrl(frame.url);
}

/** Opens the door for one window, and closes it with the window. */
export function attachDoor(
  window: BrowserWindow,
  options: { console: Promise<Console>; caller: Caller; logger: Logger },
): Door<Sender> {
  const contents = window.webContents;
  const door = new Door<Sender>({
    ...options,
    isTrusted: (event) => isOwnTopFrame(window, event),
    send: (event) => {
      if (!contents.isDestroyed()) contents.send(channels.event, event);
    },
  });
  ipcMain.handle(channels.call, (event, payload: unknown) => door.call(event, payload));
  ipcMain.on(channels.cancel, (event, payload: unknown) => door.cancel(event, payload));
  contents.on("did-navigate", () => door.abortAll());
  contents.on("render-process-gone", () => door.abortAll());
  window.on("closed", () => {
    ipcMain.removeHandler(channels.call);
    ipcMain.removeAllListeners(channels.cancel);
    door.abortAll();
  });
  return door;
}
