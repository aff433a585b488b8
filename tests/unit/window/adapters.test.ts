import { EventEmitter } from "node:events";
import type { BrowserWindow, Dialog, PowerMonitor } from "electron";
import { describe, expect, it } from "vitest";
import { createClipboard } from "#main/window/clipboard.ts";
import { createDialogs } from "#main/window/dialogs.ts";
import { lockWithComputer } from "#main/window/lock.ts";
import { recordingLogger, scriptedConsole, settle, windowCaller } from "./support.ts";
import { defaultText } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";

const window = {} as BrowserWindow;
const filter = { name: text("files.filterBackup"), extensions: ["age"] };

function scriptedDialog(answers: {
  save?: { canceled: boolean; filePath: string } | Error;
  open?: { canceled: boolean; filePaths: string[] } | Error;
}) {
  const asked: unknown[][] = [];
  const answer =
    (value: unknown) =>
    async (...args: unknown[]) => {
      asked.push(args);
      if (value instanceof Error) throw value;
      return value;
    };
  const dialog = { showSaveDialog: answer(answers.save), showOpenDialog: answer(answers.open) };
  return { asked, dialogs: createDialogs(dialog as unknown as Dialog, window, "/home/ana") };
}

describe("file dialogs", () => {
  it("begin in the given folder under the suggested name, modal to the window", async () => {
    const { asked, dialogs } = scriptedDialog({ save: { canceled: false, filePath: "/b/x.age" } });
    const file = await dialogs.chooseToSave({ title: text("files.saveTable"), suggestedName: "x.age", filter });
    expect(file).toBe("/b/x.age");
    expect(asked[0]?.[0]).toBe(window);
    expect(asked[0]?.[1]).toMatchObject({
      title: "Save the table",
      defaultPath: "/home/ana/x.age",
      filters: [{ name: "Countersign backup", extensions: ["age"] }],
    });
  });

  it("give null when the person cancels", async () => {
    const { dialogs } = scriptedDialog({
      save: { canceled: true, filePath: "" },
      open: { canceled: true, filePaths: [] },
    });
    expect(await dialogs.chooseToSave({ title: text("files.chooseTable"), suggestedName: "x", filter })).toBeNull();
    expect(await dialogs.chooseToOpen({ title: text("files.chooseTable"), filter })).toBeNull();
  });

  it("give the one chosen file", async () => {
    const { dialogs } = scriptedDialog({ open: { canceled: false, filePaths: ["/b/x.age"] } });
    expect(await dialogs.chooseToOpen({ title: text("files.chooseTable"), filter })).toBe("/b/x.age");
  });

  it("give all chosen files where several are asked for, and none when the person cancels", async () => {
    const several = scriptedDialog({ open: { canceled: false, filePaths: ["/b/1.png", "/b/2.png"] } });
    expect(await several.dialogs.chooseSeveral({ title: text("files.chooseSeeds"), filter })).toEqual([
      "/b/1.png",
      "/b/2.png",
    ]);
    expect(several.asked[0]?.[1]).toMatchObject({ properties: ["openFile", "multiSelections", "dontAddToRecent"] });
    const { dialogs } = scriptedDialog({ open: { canceled: true, filePaths: [] } });
    expect(await dialogs.chooseSeveral({ title: text("files.chooseSeeds"), filter })).toEqual([]);
  });

  it("that cannot be shown are an error, not a cancellation", async () => {
    const { dialogs } = scriptedDialog({ save: new Error("no"), open: new Error("no") });
    const refused = { code: "DIALOG_UNAVAILABLE" };
    await expect(
      dialogs.chooseToSave({ title: text("files.chooseTable"), suggestedName: "x", filter }),
    ).rejects.toMatchObject(refused);
    await expect(dialogs.chooseToOpen({ title: text("files.chooseTable"), filter })).rejects.toMatchObject(refused);
  });
});

describe("the clipboard", () => {
  it("is the system's", async () => {
    let held = "";
    const port = createClipboard({
      readText: async () => held,
      writeText: async (written) => {
        held = written;
      },
      clear: () => {
        held = "";
      },
    });
    await port.write("codes");
    expect(await port.read()).toBe("codes");
    await port.clear();
    expect(held).toBe("");
  });
});

describe("locking with the computer", () => {
  const open = () => {
    const monitor = new EventEmitter();
    const console = scriptedConsole();
    const caller = windowCaller();
    const logger = recordingLogger();
    lockWithComputer(monitor as PowerMonitor, { console: Promise.resolve(console), caller, logger });
    return { monitor, console, caller, logger };
  };

  it.each(["lock-screen", "suspend", "user-did-resign-active"])("happens on %s", async (name) => {
    const { monitor, console, caller } = open();
    caller.session.set("token");
    monitor.emit(name);
    await settle();
    expect(console.calls).toMatchObject([{ procedure: "access.lock", input: {} }]);
    expect(console.calls[0]?.caller).toBe(caller);
  });

  it("asks nothing when nobody is signed in", async () => {
    const { monitor, console } = open();
    monitor.emit("suspend");
    await settle();
    expect(console.calls).toEqual([]);
  });

  it("logs a lock that was refused", async () => {
    const { monitor, console, caller, logger } = open();
    caller.session.set("token");
    monitor.emit("suspend");
    await settle();
    console.calls[0]?.reply({
      ok: false,
      error: { code: "BUSY", text: defaultText("BUSY"), retryable: true, correlationId: "1" },
    });
    await settle();
    expect(logger.lines).toMatchObject([{ level: "warn", facts: { error: "BUSY" } }]);
  });

  it("logs a console that did not open", async () => {
    const monitor = new EventEmitter();
    const caller = windowCaller();
    const logger = recordingLogger();
    caller.session.set("token");
    lockWithComputer(monitor as PowerMonitor, {
      console: Promise.reject(new Error("closed")),
      caller,
      logger,
    });
    monitor.emit("suspend");
    await settle();
    expect(logger.lines).toMatchObject([{ level: "error" }]);
  });
});
