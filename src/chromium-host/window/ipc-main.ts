import { EventEmitter } from "node:events";
import type { IpcMainEvent, IpcMainInvokeEvent } from "electron";
import { refuseUnknownMembers } from "../refusals.ts";

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

/** `ipcMain`. Listeners for `send` are an EventEmitter's, by channel. */
export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  /** @throws Error when the channel has a handler */
  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.#handlers.delete(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** For the host only. @throws what the handler throws, or Error if there is none */
  static async invoke(ipc: IpcMain, channel: string, event: IpcMainInvokeEvent, args: unknown[]): Promise<unknown> {
    const handler = ipc.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return await handler(event, ...args);
  }

  static deliver(ipc: IpcMain, channel: string, event: IpcMainEvent, args: unknown[]): void {
    // The one name that an EventEmitter treats specially: without a listener it would throw.
    if (channel === "error" && ipc.listenerCount(channel) === 0) return;
    ipc.emit(channel, event, ...args);
  }
}
refuseUnknownMembers("ipcMain", IpcMain);

export const ipcMain = new IpcMain();
