import type { Codec } from "./codec.ts";

/**
 * `ipcRenderer` for the preload's isolated world. Inserted into pages as text, so it uses only its parameters and the
 * language.
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

interface Listeners {
  add(channel: string, listener: Listener, original: Listener): void;
  remove(channel: string, listener: Listener): void;
  clear(channel: string): void;
  call(channel: string, event: object, args: unknown[]): void;
}

export function makeListeners(): Listeners {
  const held = new Map<string, readonly { listener: Listener; original: Listener }[]>();
  const of = (channel: string) => held.get(channel) ?? [];
  return {
    add: (channel, listener, original) => void held.set(channel, [...of(channel), { listener, original }]),
    remove(channel, listener) {
      const index = of(channel).findLastIndex((entry) => entry.original === listener);
      if (index !== -1) held.set(channel, of(channel).toSpliced(index, 1));
    },
    clear: (channel) => void held.delete(channel),
    call(channel, event, args) {
      for (const { listener } of of(channel)) listener(event, ...args);
    },
  };
}

export function makeIpcRenderer(codec: Codec, post: (text: string) => void, listeners: Listeners): IpcEnd {
  const pending = new Map<number, { resolve(value: unknown): void; reject(reason: Error): void }>();
  let nextId = 0;
  const transmit = (...message: FromPage): void => post(codec.encode(message));
  const on = (channel: string, listener: Listener): IpcRenderer => {
    listeners.add(channel, listener, listener);
    return ipcRenderer;
  };
  const off = (channel: string, listener: Listener): IpcRenderer => {
    listeners.remove(channel, listener);
    return ipcRenderer;
  };
  const ipcRenderer: IpcRenderer = {
    invoke: (channel, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++nextId;
        transmit("invoke", id, channel, args);
        pending.set(id, { resolve, reject });
      }),
    send: (channel, ...args) => transmit("send", 0, channel, args),
    on,
    addListener: on,
    once(channel, listener) {
      const once: Listener = (event, ...args) => {
        listeners.remove(channel, listener);
        listener(event, ...args);
      };
      listeners.add(channel, once, listener);
      return ipcRenderer;
    },
    off,
    removeListener: off,
    removeAllListeners(channel) {
      listeners.clear(channel);
      return ipcRenderer;
    },
  };
  const receive = (text: string): void => {
    const [kind, id, channel, args] = codec.decode(text) as ToPage;
    if (kind === "event") return listeners.call(channel, { sender: ipcRenderer, ports: [] }, args);
    const call = pending.get(id);
    pending.delete(id);
    if (kind === "result") return call?.resolve(args[0]);
    return call?.reject(new Error(`Error invoking remote method '${channel}': ${String(args[0])}`));
  };
  return { ipcRenderer, receive };
}
