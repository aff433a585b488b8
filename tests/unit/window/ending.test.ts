import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { recordingLogger, scriptedConsole, settle } from "./support.ts";

const electron = vi.hoisted(() => ({
  app: undefined as unknown,
  boxes: [] as string[],
}));

// The module downloads its binary when it is imported outside Electron.
vi.mock("electron", () => ({
  get app() {
    return electron.app;
  },
  dialog: { showErrorBox: (_title: string, text: string) => electron.boxes.push(text) },
}));

const { endInOrder } = await import("#main/window/ending.ts");
const { failure } = await import("#main/window/exit-codes.ts");

const processEvents = ["uncaughtException", "unhandledRejection"] as const;
let before: Map<string, unknown[]>;

beforeEach(() => {
  before = new Map(processEvents.map((name) => [name, process.listeners(name as "uncaughtException")]));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  for (const name of processEvents) {
    for (const listener of process.listeners(name as "uncaughtException")) {
      if (!before.get(name)?.includes(listener)) process.off(name, listener);
    }
  }
});

function open(options: { isPackaged?: boolean; close?: () => Promise<void> } = {}) {
  const exits: number[] = [];
  const app = Object.assign(new EventEmitter(), {
    isPackaged: options.isPackaged ?? false,
    quits: 0,
    quit: () => {
      app.quits += 1;
    },
    exit: (code: number) => exits.push(code),
  });
  electron.app = app;
  electron.boxes = [];
  const logger = recordingLogger();
  const order: string[] = [];
  const close = options.close ?? (async () => void order.push("closed"));
  const fatal = endInOrder(Promise.resolve({ ...scriptedConsole(), close }), logger);
  return { app, exits, logger, order, fatal };
}

const willQuit = () => ({ defaultPrevented: false, preventDefault: vi.fn<() => void>() });

describe("ending", () => {
  it("follows the last window", () => {
    const { app } = open();
    app.emit("window-all-closed");
    expect(app.quits).toBe(1);
  });

  it("waits for the console to close, once", async () => {
    const closing = Promise.withResolvers<void>();
    const { app, exits } = open({ close: () => closing.promise });
    const event = willQuit();
    app.emit("will-quit", event);
    app.emit("will-quit", willQuit());
    await settle();
    expect(event.preventDefault).toHaveBeenCalledOnce();
    expect(exits).toEqual([]);
    closing.resolve();
    await settle();
    expect(exits).toEqual([0]);
  });

  it("is not held up by a console that cannot be closed", async () => {
    const { app, exits, logger } = open({ close: () => Promise.reject(new Error("broken")) });
    app.emit("will-quit", willQuit());
    await settle();
    expect(exits).toEqual([0]);
    expect(logger.lines).toMatchObject([{ level: "warn" }]);
  });

  it.each(processEvents)("closes in order after an %s, with a log line and a code", async (name) => {
    const { exits, logger, order } = open();
    const cause = new Error("unexpected");
    const listener = process.listeners(name as "uncaughtException").at(-1);
    listener?.(cause, "uncaughtException");
    await settle();
    expect(logger.lines).toMatchObject([{ level: "error", facts: { cause } }]);
    expect(order).toEqual(["closed"]);
    expect(exits).toEqual([failure]);
    expect(electron.boxes).toEqual([]);
  });

  it("tells the person in the packaged app, without the cause", () => {
    const { fatal } = open({ isPackaged: true });
    fatal(new Error("/secret/path"));
    expect(electron.boxes).toHaveLength(1);
    expect(electron.boxes[0]).not.toContain("/secret/path");
  });
});
