import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { awaitEvent, type Driven, drive, fixtureApp, type InPage } from "./support.ts";

let driven: Driven;
beforeAll(async () => {
  driven = await drive("--dark", "--some-switch=7");
});
afterAll(() => driven.close());

/** What an expression of the main process throws, or what it gives. */
const outcomeOf = (expression: string): Promise<string> =>
  driven.app.evaluate((electron, source) => {
    const act = process.getBuiltinModule("node:vm").runInThisContext(`async (electron) => ${source}`) as (
      e: object,
    ) => Promise<unknown>;
    return act(electron).then(
      (value) => `gave ${String(value)}`,
      (cause: unknown) => String(cause),
    );
  }, expression);

describe("app", () => {
  test("knows its name, version and folders", async () => {
    const facts = await driven.app.evaluate(({ app }) => ({
      name: app.getName(),
      version: app.getVersion(),
      path: app.getAppPath(),
      userData: app.getPath("userData"),
      logs: app.getPath("logs"),
      packaged: app.isPackaged,
      ready: app.isReady(),
      value: app.commandLine.getSwitchValue("some-switch"),
      locked: app.requestSingleInstanceLock(),
    }));
    expect(facts).toEqual({
      name: "fixture",
      version: "1.2.3",
      path: fixtureApp,
      userData: driven.data,
      logs: join(driven.data, "logs"),
      packaged: false,
      ready: true,
      value: "7",
      locked: true,
    });
  });

  test("says which runtime this is, and does not pass for Electron", async () => {
    const [marker, electron] = await driven.app.evaluate(() => {
      const scope = globalThis as unknown as Record<symbol, unknown>;
      return [scope[Symbol.for("countersign.runtime")], process.versions["electron"]] as const;
    });
    expect(marker).toEqual({ name: "chromium", version: expect.stringMatching(/^\d+(\.\d+){3}$/u) as string });
    expect(electron).toBeUndefined();
  });
});

test.each([
  ["app.dock2", "chromium-host: app.dock2 is not provided"],
  ["app.relaunch()", "chromium-host: app.relaunch is not provided"],
  ["app.getPath('nowhere')", "Failed to get 'nowhere' path"],
  ["app.commandLine.appendSwitch('no-sandbox')", "the switch --no-sandbox is not provided"],
  ["app.on('new-window-for-tab', () => {})", 'the event "new-window-for-tab" of app is not provided'],
  ["new Tray('x')", "chromium-host: Tray is not provided"],
  ["safeStorage.isEncryptionAvailable()", "chromium-host: safeStorage is not provided"],
  ["net.fetch('app://x')", "chromium-host: net is not provided"],
  ["session.fromPartition('x')", "chromium-host: session.fromPartition is not provided"],
  ["session.defaultSession.cookies", "chromium-host: session.cookies is not provided"],
  [
    "session.defaultSession.webRequest.onHeadersReceived(() => {})",
    "session.webRequest.onHeadersReceived is not provided",
  ],
  [
    "session.defaultSession.setPermissionCheckHandler(() => true)",
    'granting the permission "clipboard-read" is not provided',
  ],
  ["protocol.registerSchemesAsPrivileged([])", "should be called before app is ready"],
  ["protocol.handle('other', () => {})", 'the scheme "other" is not provided'],
  ["protocol.handle('app', () => {})", "Failed to register protocol: app"],
  [
    "BrowserWindow.getAllWindows()[0].setFullScreen(true)",
    "chromium-host: BrowserWindow.setFullScreen is not provided",
  ],
  ["BrowserWindow.getAllWindows()[0].webContents.openDevTools()", "webContents.openDevTools is not provided"],
  ["BrowserWindow.getAllWindows()[0].webContents.print()", "printing without a display is not provided"],
  ["new BrowserWindow({ frame: false })", 'the option "frame" of BrowserWindow is not provided'],
  [
    "new BrowserWindow({ webPreferences: { nodeIntegration: true } })",
    "webPreferences.nodeIntegration: true is not provided",
  ],
  [
    "new BrowserWindow({ webPreferences: { contextIsolation: false } })",
    "webPreferences.contextIsolation: false is not provided",
  ],
  ["new BrowserWindow({ webPreferences: { sandbox: false } })", "webPreferences.sandbox: false is not provided"],
  ["ipcMain.handle('echo', () => 1)", "Attempted to register a second handler for 'echo'"],
  ["shell.openExternal('https://example.org/')", "without a display"],
])("electron.%s is refused by name", async (expression, reason) => {
  const before = await driven.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(
    await outcomeOf(expression.startsWith("new ") ? `new electron.${expression.slice(4)}` : `electron.${expression}`),
  ).toContain(reason);
  expect(await driven.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(before);
});

describe("dialogs", () => {
  test("without a display are an error, not a person who cancelled", async () => {
    for (const call of ["showSaveDialog({})", "showOpenDialog({})", "showMessageBox({ message: 'x' })"]) {
      expect(await outcomeOf(`electron.dialog.${call}`)).toBe(
        "DialogUnavailable: chromium-host: no dialog can be shown without a display",
      );
    }
  });

  test("can be answered by a test", async () => {
    const answer = await driven.app.evaluate(async ({ dialog }) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: "/chosen" });
      return dialog.showSaveDialog({});
    });
    expect(answer).toEqual({ canceled: false, filePath: "/chosen" });
  });
});

describe("windows", () => {
  test("know their size and place, and change them", async () => {
    const bounds = await driven.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    expect(bounds).toMatchObject({ width: 900, height: 700 });
    await driven.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ width: 640, height: 480 });
    });
    await expect.poll(() => driven.page.evaluate(() => [innerWidth, innerHeight])).toEqual([640, 480]);
  });

  test("follow the page's title", async () => {
    const titled = await awaitEvent(driven.app, "window", "page-title-updated", [1]);
    await driven.page.evaluate(() => {
      document.title = "Changed";
    });
    expect(await titled()).toBe("Changed");
    expect(await driven.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe(
      "Changed",
    );
  });

  test("can be several, each with its own page and sender", async () => {
    const opening = driven.app.waitForEvent("window");
    await driven.app.evaluate(() => {
      (globalThis as unknown as { fixtureMain: { openWindow(): void } }).fixtureMain.openWindow();
    });
    const second = await opening;
    await second.waitForLoadState();
    const who = (page: typeof second) => page.evaluate(() => (globalThis as InPage).fixture.invoke("who"));
    expect(await who(second)).toMatchObject({ id: 2, isMainFrame: true });
    expect(await who(driven.page)).toMatchObject({ id: 1, isMainFrame: true });
    await second.evaluate(() => (globalThis as InPage).fixture.invoke("push", "second"));
    expect(await second.evaluate(() => (globalThis as InPage).received)).toEqual(["second"]);
    expect(await driven.page.evaluate(() => (globalThis as InPage).received)).toEqual([]);
    await second.close();
    await expect.poll(() => driven.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test("a page that does not load is a rejected promise, as in Electron", async () => {
    const load = (url: string) =>
      outcomeOf(`electron.BrowserWindow.getAllWindows()[0].loadURL(${JSON.stringify(url)})`);
    expect(await load("https://example.org/")).toBe(
      "Error: ERR_UNKNOWN_URL_SCHEME (-302) loading 'https://example.org/'",
    );
    expect(await load("app://fixture/broken")).toBe("Error: ERR_FAILED (-2) loading 'app://fixture/broken'");
    expect(await load("app://fixture/page.html?back")).toBe("gave undefined");
    // The driver learns of it over a connection of its own, a little later.
    await vi.waitFor(async () => expect(await driven.page.evaluate(() => location.search)).toBe("?back"));
  });
});

describe("pages", () => {
  test("are printed to PDF", async () => {
    const start = await driven.app.evaluate(async ({ BrowserWindow }) => {
      const pdf = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({ pageSize: "A4" });
      return [pdf?.subarray(0, 5).toString("latin1"), pdf?.includes("MediaBox"), (pdf?.length ?? 0) > 1000];
    });
    expect(start).toEqual(["%PDF-", true, true]);
  });

  test("run code of the main process in their own world", async () => {
    expect(
      await outcomeOf("electron.BrowserWindow.getAllWindows()[0].webContents.executeJavaScript('fixture.version')"),
    ).toBe("gave 3");
    expect(
      await outcomeOf("electron.BrowserWindow.getAllWindows()[0].webContents.executeJavaScript('nothing.at.all')"),
    ).toContain("nothing is not defined");
  });

  test("report what they write to the console", async () => {
    await driven.page.evaluate(() => console.warn("careful", { a: 1 }));
    await expect.poll(async () => (await driven.seen()).console).toContainEqual(["warning", "careful Object"]);
  });

  test("follow the theme", async () => {
    const dark = () => driven.page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    const set = (source: "light" | "dark") =>
      driven.app.evaluate(({ nativeTheme }, value) => {
        nativeTheme.themeSource = value;
        return nativeTheme.shouldUseDarkColors;
      }, source);
    expect(await set("light")).toBe(false);
    await expect.poll(dark).toBe(false);
    expect(await set("dark")).toBe(true);
    await expect.poll(dark).toBe(true);
  });

  test("say what the screen is like", async () => {
    const display = await driven.app.evaluate(({ screen }) => screen.getPrimaryDisplay());
    const size = await driven.page.evaluate(() => ({ width: screen.width, height: screen.height }));
    expect(display).toMatchObject({ size, scaleFactor: 1 });
  });

  test("lose what they stored when the app clears it", async () => {
    const stored = () => driven.page.evaluate(() => localStorage.getItem("kept"));
    await driven.page.evaluate(() => localStorage.setItem("kept", "yes"));
    expect(await stored()).toBe("yes");
    await driven.app.evaluate(({ session }) => session.defaultSession.clearStorageData());
    await driven.page.reload();
    expect(await stored()).toBeNull();
  });
});

test("without a display the clipboard is the process's own", async () => {
  const texts = await driven.app.evaluate(async ({ clipboard }) => {
    await clipboard.writeText("a\u00e4");
    const before = await clipboard.readText();
    clipboard.clear();
    return [before, await clipboard.readText()];
  });
  expect(texts).toEqual(["a\u00e4", ""]);
});

test("import and require give the same module", async () => {
  const same = await driven.app.evaluate(
    (electron, file) => {
      const load = process.getBuiltinModule("node:module").createRequire(file);
      return ["electron", "electron/main", "electron/common"].map(
        (name) => (load(name) as typeof electron).app === electron.app,
      );
    },
    join(fixtureApp, "main.ts"),
  );
  expect(same).toEqual([true, true, true]);
});
