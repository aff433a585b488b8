import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../scripts/install.mjs";
import { chooseRuntime, commandLine, hasDisplay } from "../../../scripts/lib/runtime.ts";

const here = { file: "/electron" };
const gone = { missing: "it could not be fetched" };

describe("which runtime opens the window", () => {
  test("Electron, where its binary and a display are", () => {
    expect(chooseRuntime({ platform: "linux", display: true, electron: here })).toMatchObject({ runtime: "electron" });
    expect(chooseRuntime({ platform: "darwin", display: true, electron: here })).toMatchObject({ runtime: "electron" });
  });

  test("Chromium with a window, where Electron cannot be had, and it says why", () => {
    expect(chooseRuntime({ platform: "linux", display: true, electron: gone })).toEqual({
      runtime: "chromium",
      headless: false,
      why: "Electron: it could not be fetched",
    });
  });

  test("Chromium without a window, where there is no display, even with Electron here", () => {
    for (const electron of [here, gone]) {
      expect(chooseRuntime({ platform: "linux", display: false, electron })).toMatchObject({
        runtime: "chromium",
        headless: true,
      });
    }
  });

  test("none on a system that has neither", () => {
    expect(chooseRuntime({ platform: "win32", display: true, electron: gone })).toMatchObject({ runtime: "none" });
  });

  test.each([
    ["linux", {}, false],
    ["linux", { DISPLAY: ":0" }, true],
    ["linux", { DISPLAY: "" }, false],
    ["linux", { WAYLAND_DISPLAY: "wayland-0" }, true],
    ["darwin", {}, true],
    ["win32", {}, true],
  ] as const)("a display on %s with %o: %s", (platform, env, expected) => {
    expect(hasDisplay(platform, env)).toBe(expected);
  });
});

describe("how it is opened", () => {
  const electron = chooseRuntime({ platform: "linux", display: true, electron: here });
  const chromium = chooseRuntime({ platform: "linux", display: false, electron: gone });

  test("arguments reach the app", () => {
    if (electron.runtime !== "electron" || chromium.runtime !== "chromium") throw new Error("the choice changed");
    expect(commandLine(electron, false, ["--demo"])).toEqual(["/electron", root, "--demo"]);
    expect(commandLine(chromium, false, ["--demo"]).slice(-2)).toEqual([join(root, "out/main/index.js"), "--demo"]);
  });

  test.runIf(process.platform === "linux")("only root goes without Chromium's sandbox", () => {
    if (electron.runtime !== "electron") throw new Error("the choice changed");
    expect(commandLine(electron, true, [])).toContain("--no-sandbox");
    expect(commandLine(electron, false, [])).not.toContain("--no-sandbox");
  });
});
