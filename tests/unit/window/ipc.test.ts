import { EventEmitter } from "node:events";
import type { BrowserWindow, IpcMainInvokeEvent } from "electron";
import { afterEach, describe, expect, it, vi } from "vitest";
import { channels } from "#shared/contract/channels.ts";
import { recordingLogger, scriptedConsole, settle, windowCaller } from "./support.ts";

const ipc = vi.hoisted(() => ({
  handlers: new Map<string, (event: unknown, payload: unknown) => unknown>(),
  listeners: new Map<string, (event: unknown, payload: unknown) => void>(),
}));

// The module downloads its binary when it is imported outside Electron.
vi.mock("electron", () => ({
  ipcMain: {
    handle: (channel: string, handler: () => unknown) => ipc.handlers.set(channel, handler),
    on: (channel: string, listener: () => void) => ipc.listeners.set(channel, listener),
    removeHandler: (channel: string) => ipc.handlers.delete(channel),
    removeAllListeners: (channel: string) => ipc.listeners.delete(channel),
  },
}));

const { attachDoor } = await import("#main/window/door/electron.ts");

const windows = new Set<EventEmitter>();

function open() {
  const mainFrame = { url: "app://console/index.html" };
  const sent: unknown[][] = [];
  const contents = Object.assign(new EventEmitter(), {
    mainFrame,
    destroyed: false,
    isDestroyed: () => contents.destroyed,
    send: (...args: unknown[]) => sent.push(args),
  });
  const window = Object.assign(new EventEmitter(), { webContents: contents });
  windows.add(window);
  const console = scriptedConsole();
  attachDoor(window as unknown as BrowserWindow, {
    console: Promise.resolve(console),
    caller: windowCaller(),
    logger: recordingLogger(),
  });
  const event = (fields: object = {}) =>
    ({ sender: contents, senderFrame: mainFrame, ...fields }) as unknown as IpcMainInvokeEvent;
  const invoke = (from: IpcMainInvokeEvent, callId = "1") =>
    ipc.handlers.get(channels.call)?.(from, { callId, procedure: "system.status", input: {} });
  return { mainFrame, contents, window, console, sent, event, invoke };
}

afterEach(() => {
  for (const window of windows) window.emit("closed");
  windows.clear();
});

describe("the window's channels", () => {
  it("are two, and the page has no other", () => {
    open();
    expect([...ipc.handlers.keys(), ...ipc.listeners.keys()]).toEqual(["countersign:call", "countersign:cancel"]);
  });

  it("answer the top frame of the window", async () => {
    const { console, event, invoke } = open();
    const reply = invoke(event());
    await settle();
    console.calls[0]?.reply({ ok: true, data: 1 });
    expect(await reply).toEqual({ ok: true, data: 1 });
  });

  it("answer nobody else", async () => {
    const { console, event, invoke, mainFrame } = open();
    const strangers = [
      event({ senderFrame: null }),
      event({ senderFrame: { url: mainFrame.url } }),
      event({ sender: new EventEmitter() }),
    ];
    for (const stranger of strangers) {
      expect(await invoke(stranger)).toMatchObject({ error: { code: "SENDER_REFUSED" } });
    }
    expect(console.calls).toEqual([]);
  });

  it.each(["https://console/index.html", "app://other/", "about:blank", "data:text/html,x"])(
    "do not answer when the top frame shows %s",
    async (url) => {
      const { event, invoke, mainFrame } = open();
      mainFrame.url = url;
      expect(await invoke(event())).toMatchObject({ error: { code: "SENDER_REFUSED" } });
    },
  );

  it("cancel for the top frame only", async () => {
    const { console, event, invoke } = open();
    void invoke(event());
    await settle();
    const cancel = (from: IpcMainInvokeEvent) => ipc.listeners.get(channels.cancel)?.(from, { callId: "1" });
    cancel(event({ senderFrame: null }));
    expect(console.calls[0]?.options?.signal?.aborted).toBe(false);
    cancel(event());
    expect(console.calls[0]?.options?.signal?.aborted).toBe(true);
  });

  it.each(["did-navigate", "render-process-gone"])("stop running calls on %s", async (name) => {
    const { console, contents, event, invoke } = open();
    void invoke(event());
    await settle();
    contents.emit(name);
    expect(console.calls[0]?.options?.signal?.aborted).toBe(true);
  });

  it("close with the window", async () => {
    const { console, window, event, invoke } = open();
    void invoke(event());
    await settle();
    window.emit("closed");
    expect(console.calls[0]?.options?.signal?.aborted).toBe(true);
    expect([...ipc.handlers.keys(), ...ipc.listeners.keys()]).toEqual([]);
  });

  it("send events while the page is there", async () => {
    const { console, contents, sent } = open();
    await settle();
    console.changeStatus();
    expect(sent).toEqual([[channels.event, { type: "status-changed" }]]);
    contents.destroyed = true;
    console.changeStatus();
    expect(sent).toHaveLength(1);
  });

  it("tell a window that is gone nothing more", async () => {
    const { console, window, sent } = open();
    await settle();
    window.emit("closed");
    console.changeStatus();
    expect(sent).toEqual([]);
  });
});

describe("two windows", () => {
  it("share the channels, and each speaks through its own door", async () => {
    const first = open();
    const second = open();
    expect([...ipc.handlers.keys(), ...ipc.listeners.keys()]).toEqual(["countersign:call", "countersign:cancel"]);
    void first.invoke(first.event(), "1");
    void second.invoke(second.event(), "2");
    await settle();
    expect([first.console.calls.length, second.console.calls.length]).toEqual([1, 1]);
    const mixed = first.event({ senderFrame: second.mainFrame });
    expect(await first.invoke(mixed, "3")).toMatchObject({ error: { code: "SENDER_REFUSED" } });
  });

  it("leave the other one's door open", async () => {
    const first = open();
    const second = open();
    second.window.emit("closed");
    const reply = first.invoke(first.event());
    await settle();
    first.console.calls[0]?.reply({ ok: true, data: 1 });
    expect(await reply).toEqual({ ok: true, data: 1 });
    expect(await second.invoke(second.event())).toMatchObject({ error: { code: "SENDER_REFUSED" } });
    expect(second.console.calls).toEqual([]);
  });
});
