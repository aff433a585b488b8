import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { powerSignals } from "../../../src/chromium-host/desktop/dbus-signals.ts";
import { crashReporter } from "../../../src/chromium-host/desktop/crash-reporter.ts";
import { Menu, MenuItem } from "../../../src/chromium-host/desktop/menu.ts";
import { nativeImage } from "../../../src/chromium-host/desktop/native-image.ts";
import { messageCommand, openArguments, saveArguments } from "../../../src/chromium-host/desktop/zenity.ts";
import { printParameters } from "../../../src/chromium-host/window/print-options.ts";
import { matchPattern } from "../../../src/chromium-host/session/web-request.ts";
import { checkWebPreferences } from "../../../src/chromium-host/window/web-preferences.ts";

describe("file dialogs", () => {
  test("to save", () => {
    const filters = [{ name: "Backup", extensions: ["age"] }];
    expect(saveArguments({ title: "Save", defaultPath: "/home/u/a.age", filters })).toEqual([
      "--file-selection",
      "--title=Save",
      "--filename=/home/u/a.age",
      "--file-filter=Backup | *.age",
      "--save",
      "--confirm-overwrite",
    ]);
  });

  test("to open several, beginning inside a folder", () => {
    const filters = [{ name: "A|B", extensions: ["a", "*"] }];
    const args = openArguments({ defaultPath: "/home/u", filters, properties: ["openFile", "multiSelections"] }, true);
    expect(args).toContain("--filename=/home/u/");
    expect(args).toContain("--file-filter=A/B | *.a *");
    expect(args).toContain("--multiple");
    expect(args).not.toContain("--directory");
  });
});

describe("message boxes", () => {
  test("with one button", () => {
    const { args, buttons } = messageCommand({ type: "error", message: "It <b>failed", buttons: ["Close"] });
    expect(args).toEqual(["--error", "--ok-label=Close", "--no-markup", "--text=It <b>failed"]);
    expect(buttons).toEqual(["Close"]);
  });

  test("with more, and what closing the box means", () => {
    const { args, cancelId } = messageCommand({ message: "Stop?", detail: "It is safe.", buttons: ["Stop", "Cancel"] });
    expect(args).toEqual([
      "--question",
      "--switch",
      "--no-markup",
      "--text=Stop?\n\nIt is safe.",
      "--extra-button=Stop",
      "--extra-button=Cancel",
    ]);
    expect(cancelId).toBe(1);
    expect(messageCommand({ message: "", buttons: ["a", "b"], cancelId: 1 }).cancelId).toBe(1);
    expect(messageCommand({ message: "", buttons: ["a", "b"] }).cancelId).toBe(0);
  });

  test("that cannot be shown faithfully are refused", () => {
    expect(() => messageCommand({ message: "", checkboxLabel: "Remember" })).toThrow("not provided");
    expect(() => messageCommand({ message: "", buttons: ["a", "a"] })).toThrow("not provided");
  });
});

describe("signals of the desktop", () => {
  const read = (...lines: string[]): string[] => {
    const seen: string[] = [];
    const take = powerSignals((signal) => seen.push(signal));
    for (const line of lines) take(line);
    return seen;
  };
  const signal = (member: string): string =>
    `signal time=1.2 sender=:1.5 -> destination=(null) serial=7 path=/x; interface=a.b; member=${member}`;

  test("sleep, shutdown and both kinds of lock", () => {
    expect(read(signal("PrepareForSleep"), "   boolean true", signal("PrepareForSleep"), "   boolean false")).toEqual([
      "suspend",
      "resume",
    ]);
    expect(read(signal("PrepareForShutdown"), "   boolean true")).toEqual(["shutdown"]);
    expect(read(signal("Lock"), signal("Unlock"))).toEqual(["lock-screen", "unlock-screen"]);
    expect(read(signal("ActiveChanged"), "   boolean true")).toEqual(["lock-screen"]);
  });

  test("others mean nothing", () => {
    const acquired = [signal("NameAcquired"), '   string ":1.5"', "   boolean true"];
    expect(read(...acquired, signal("PrepareForShutdown"), "   boolean false")).toEqual([]);
    expect(read("method call member=Lock", "   boolean true")).toEqual([]);
  });
});

test("menus are models", () => {
  const clicked: string[] = [];
  const menu = Menu.buildFromTemplate([
    {
      label: "File",
      submenu: [{ id: "quit", label: "Quit", click: () => clicked.push("quit") }, { type: "separator" }],
    },
    new MenuItem({ role: "copy" }),
  ]);
  Menu.setApplicationMenu(menu);
  expect(Menu.getApplicationMenu()).toBe(menu);
  const item = menu.getMenuItemById("quit");
  (item as unknown as { click(): void }).click();
  expect([item?.label, clicked, menu.items[1]?.role, menu.items[0]?.type]).toEqual([
    "Quit",
    ["quit"],
    "copy",
    "submenu",
  ]);
  expect(() => menu.popup()).toThrow("Menu.popup is not provided");
});

test("pictures tell their size, and unreadable ones are empty", () => {
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  const png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==";
  writeFileSync(join(folder, "a.png"), Buffer.from(png, "base64"));
  writeFileSync(join(folder, "b.png"), "no picture");
  const image = nativeImage.createFromPath(join(folder, "a.png"));
  expect([image.isEmpty(), image.getSize(), image.toDataURL()]).toEqual([
    false,
    { width: 2, height: 3 },
    `data:image/png;base64,${png}`,
  ]);
  for (const name of ["b.png", "none.png"]) expect(nativeImage.createFromPath(join(folder, name)).isEmpty()).toBe(true);
  rmSync(folder, { recursive: true });
});

test("crash reports are never uploaded", () => {
  expect(() => crashReporter.start({ uploadToServer: false })).not.toThrow();
  expect(() => crashReporter.start({})).toThrow("not provided");
});

test("paper and margins are in inches", () => {
  const parameters = printParameters({ pageSize: "A4", landscape: true, margins: { top: 1, left: 0 } });
  expect(parameters).toMatchObject({
    paperWidth: 8.27,
    paperHeight: 11.7,
    landscape: true,
    marginTop: 1,
    marginLeft: 0,
  });
  expect(parameters).not.toHaveProperty("marginBottom");
  expect(printParameters({ pageSize: { width: 3, height: 4 } })).toMatchObject({ paperWidth: 3, paperHeight: 4 });
});

test.each([
  ["<all_urls>", "app://console/x", true],
  ["app://console/*", "app://console/a/b?c#d", true],
  ["app://console/*", "app://other/", false],
  ["*://*/*.js", "https://example.org/a.js", true],
  ["*://*/*.js", "https://example.org/a.css", false],
  ["https://*.example.org/*", "https://a.example.org/", true],
  ["https://*.example.org/*", "https://example.org/", true],
  ["https://*.example.org/*", "https://badexample.org/", false],
  ["https://a.b/*", "https://axb/", false],
])("the pattern %s and %s", (pattern, url, matches) => {
  expect(matchPattern(pattern)(url)).toBe(matches);
});

test("what is no pattern is an error", () => {
  expect(() => matchPattern("example.org")).toThrow(TypeError);
});

test.each([
  { nodeIntegration: true },
  { contextIsolation: false },
  { sandbox: false },
  { webSecurity: false },
  { webviewTag: true },
  { nodeIntegrationInSubFrames: true },
  { partition: "persist:x" },
])("the window setting %o is refused", (preferences) => {
  expect(() => checkWebPreferences(preferences)).toThrow("not provided");
});

test("the safe settings are accepted", () => {
  const stated = {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    disableDialogs: true,
    devTools: false,
  };
  expect(() => checkWebPreferences(stated)).not.toThrow();
});
