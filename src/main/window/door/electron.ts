import { type BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from "electron";
import type { Caller, Console, Logger } from "#main/base/ports.ts";
import { isAppUrl } from "#main/window/door/origin.ts";
import { channels } from "#shared/contract/channels.ts";
import type { Reply } from "#shared/contract/transport.ts";
import { Door } from "./door.ts";

type Sender = Pick<IpcMainInvokeEvent | IpcMainEvent, "sender" | "senderFrame">;

/** The doors of the windows that are open. The channels exist as long as one is. */
const doors = new Map<WebContents, Door<Sender>>();

/** The door of the calling window. A stranger reaches the first one, which refuses it and logs it. */
const doorOf = ({ sender }: Sender): Door<Sender> | undefined => doors.get(sender) ?? doors.values().next().value;

function add(contents: WebContents, door: Door<Sender>): void {
  doors.set(contents, door);
  if (doors.size > 1) return;
  ipcMain.handle(channels.call, (event, payload: unknown): Promise<Reply> | undefined =>
    doorOf(event)?.call(event, payload),
  );
  ipcMain.on(channels.cancel, (event, payload: unknown) => doorOf(event)?.cancel(event, payload));
}

function remove(contents: WebContents): void {
  doors.delete(contents);
  if (doors.size > 0) return;
  ipcMain.removeHandler(channels.call);
  ipcMain.removeAllListeners(channels.cancel);
}

/**
 * Whether a message came from the top frame of this window, showing the console's own document. The frame is null if it
 * is gone or has navigated since it called.
 */
function isOwnTopFrame(contents: WebContents, event: Sender): boolean {
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
    isTrusted: (event) => isOwnTopFrame(contents, event),
    send: (event) => {
      if (!contents.isDestroyed()) contents.send(channels.event, event);
    },
  });
  add(contents, door);
  contents.on("did-navigate", () => door.abortAll());
  contents.on("render-process-gone", () => door.abortAll());
  window.on("closed", () => {
    remove(contents);
    door.close();
  });
  return door;
}
