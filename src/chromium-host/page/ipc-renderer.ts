import type { Codec } from "./codec.ts";

/**
 * `ipcRenderer` for the preload's isolated world. Put into pages as text: it uses only its parameters
 * and the language.
 */
export type Listener = (event: object, ...args: unknown[]) => void;

export interface IpcRenderer {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  send(channel: string, ...args: unknown[]): void;
  on(channel: string, listener: Listener): IpcRenderer;
  once(channel: string, listener: Listener): IpcRenderer;
  off(channel: string, listener: Listener): IpcRenderer;
  addListener(channel: string, listener: Listener): IpcRenderer;
  removeListener(channel: string, listener: Listener): IpcRenderer;
  removeAllListeners(channel: string): IpcRenderer;
}

/** From the page to the main process. `notice` is the host's own: focus, theme, refused navigation. */
export type FromPage = ["invoke" | "send" | "notice", id: number, channel: string, args: unknown[]];
/** From the main process to the page. */
export type ToPage = ["event" | "result" | "failure", id: number, channel: string, args: unknown[]];

export interface IpcEnd {
  ipcRenderer: IpcRenderer;
  receive(text: string): void;
}

export function makeIpcRenderer(codec: Codec, post: (text: string) => void): IpcEnd {
  const pending = new Map<number, { channel: string; resolve(value: unknown): void; reject(reason: Error): void }>();
  const listeners = new Map<string, { listener: Listener; original: Listener }[]>();
  let nextId = 0;
  const transmit = (...message: FromPage): void => post(codec.encode(message));
  const add = (channel: string, listener: Listener, original: Listener): IpcRenderer => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, original }]);
    return ipcRenderer;
  };
  const remove = (channel: string, listener: Listener): IpcRenderer => {
    const held = listeners.get(channel) ?? [];
    const index = held.findLastIndex((entry) => entry.original === listener);
    listeners.set(channel, index === -1 ? held : held.toSpliced(index, 1));
    return ipcRenderer;
  };
  const ipcRenderer: IpcRenderer = {
    invoke: (channel, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++nextId;
        transmit("invoke", id, channel, args);
        pending.set(id, { channel, resolve, reject });
      }),
    send: (channel, ...args) => transmit("send", 0, channel, args),
    on: (channel, listener) => add(channel, listener, listener),
    once(channel, listener) {
      const once: Listener = (event, ...args) => {
        remove(channel, listener);
        listener(event, ...args);
      };
      return add(channel, once, listener);
    },
    off: remove,
    addListener: (channel, listener) => add(channel, listener, listener),
    removeListener: remove,
    removeAllListeners(channel) {
      listeners.delete(channel);
      return ipcRenderer;
    },
  };
  const receive = (text: string): void => {
    const [kind, id, channel, args] = codec.decode(text) as ToPage;
    if (kind === "event") {
      for (const { listener } of listeners.get(channel) ?? []) listener({ sender: ipcRenderer, ports: [] }, ...args);
      return;
    }
    const call = pending.get(id);
    pending.delete(id);
    if (kind === "result") call?.resolve(args[0]);
    else call?.reject(new Error(`Error invoking remote method '${channel}': ${String(args[0])}`));
  };
  return { ipcRenderer, receive };
}
