import { inspect } from "node:util";
import type { IpcMainEvent, IpcMainInvokeEvent } from "electron";
import type { FromPage, ToPage } from "../page/ipc-renderer.ts";
import { say } from "../log.ts";
import { IpcMain, ipcMain } from "./ipc-main.ts";

/** Answers only the document that sent the message, not one that has replaced it. */
export type Reply = (...message: ToPage) => void;

/** Passes a message from a page's preload to ipcMain and returns the result. */
export function answer([kind, id, channel, args]: FromPage, sender: object, senderFrame: object, reply: Reply): void {
  const base = { type: "frame", sender, senderFrame, frameId: 1, processId: 0 };
  if (kind === "send") {
    const event = { ...base, ports: [], reply: (to: string, ...values: unknown[]) => reply("event", 0, to, values) };
    IpcMain.deliver(ipcMain, channel, event as unknown as IpcMainEvent, args);
    return;
  }
  const fail = (cause: unknown): void => {
    say(`Error occurred in handler for '${channel}': ${inspect(cause)}`);
    reply("failure", id, channel, [String(cause)]);
  };
  IpcMain.invoke(ipcMain, channel, base as unknown as IpcMainInvokeEvent, args)
    .then((result) => reply("result", id, channel, [result]))
    .catch(fail);
}
