import { describe, expect, it } from "vitest";
import { menuTemplate } from "#main/window/menu.ts";
import { schemes, windowOptions } from "#main/window/options.ts";
import { Runtime } from "#shared/contract/system.ts";
import { currentRuntime } from "#main/window/runtime.ts";

const settings = { preload: "/bundle/preload/index.cjs", devTools: false, dark: false };

describe("the window's settings", () => {
  it.each([
    ["sandbox", true],
    ["contextIsolation", true],
    ["nodeIntegration", false],
    ["nodeIntegrationInWorker", false],
    ["nodeIntegrationInSubFrames", false],
    ["webSecurity", true],
    ["allowRunningInsecureContent", false],
    ["experimentalFeatures", false],
    ["webviewTag", false],
    ["plugins", false],
    ["navigateOnDragDrop", false],
    ["spellcheck", false],
    ["disableDialogs", true],
    ["devTools", false],
    ["preload", settings.preload],
  ] as const)("state %s: %s", (name, value) => {
    expect(windowOptions(settings).webPreferences?.[name]).toBe(value);
  });

  it("switch no Blink feature on", () => {
    expect(windowOptions(settings).webPreferences).not.toHaveProperty("enableBlinkFeatures");
  });

  it("open the developer tools only where asked to", () => {
    expect(windowOptions({ ...settings, devTools: true }).webPreferences?.devTools).toBe(true);
  });

  it("have the size the screens are made for", () => {
    expect(windowOptions(settings)).toMatchObject({
      width: 1280,
      height: 800,
      minWidth: 960,
      minHeight: 640,
    });
  });

  it("follow the dark theme before the first paint", () => {
    expect(windowOptions(settings).backgroundColor).not.toBe(
      windowOptions({ ...settings, dark: true }).backgroundColor,
    );
  });
});

describe("the scheme's privileges", () => {
  it("give an origin and a secure context, and no way around the policy", () => {
    expect(schemes).toEqual([
      {
        scheme: "app",
        privileges: {
          standard: true,
          secure: true,
          codeCache: true,
          bypassCSP: false,
          allowServiceWorkers: false,
          supportFetchAPI: false,
          corsEnabled: false,
          allowExtensions: false,
        },
      },
    ]);
  });
});

describe("the menu", () => {
  const rolesOf = (platform: NodeJS.Platform, devTools: boolean): string =>
    JSON.stringify(menuTemplate(platform, devTools)).toLowerCase();

  it.each(["linux", "win32", "darwin"] as const)("of %s has no reload and no tools", (platform) => {
    const text = rolesOf(platform, false);
    expect(text).not.toContain("reload");
    expect(text).not.toContain("devtools");
    expect(text).not.toContain("viewmenu");
    expect(text).toContain("paste");
  });

  it("has the tools where they are allowed", () => {
    expect(rolesOf("linux", true)).toContain("toggledevtools");
  });

  it("can quit everywhere", () => {
    expect(rolesOf("linux", false)).toContain('"quit"');
    expect(rolesOf("darwin", false)).toContain('"appmenu"');
  });
});

describe("the runtime", () => {
  const node = { node: "24.0.0" } as NodeJS.ProcessVersions;

  it("is Electron when nothing stands in for it", () => {
    expect(currentRuntime({ ...node, electron: "45.4.1" }, {})).toEqual({
      name: "electron",
      version: "45.4.1",
    });
  });

  it("is Chromium where that is said, with its version once it is known", () => {
    const marker: { name: string; version: string | null } = { name: "chromium", version: null };
    const runtime = currentRuntime(node, { [Symbol.for("countersign.runtime")]: marker });
    expect(Runtime.parse(runtime)).toEqual({ name: "chromium", version: "unknown" });
    marker.version = "156.0";
    expect(Runtime.parse(runtime)).toEqual({ name: "chromium", version: "156.0" });
  });
});
