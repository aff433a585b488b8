import { describe, expect, it } from "vitest";
import { placeForUser } from "#main/window/displays.ts";
import { userSideOptions } from "#main/window/options.ts";

const at = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const display = (bounds: ReturnType<typeof at>) => ({ bounds });

describe("where the user's window goes", () => {
  const left = at(0, 0, 1920, 1080);
  const right = at(1920, 0, 1280, 1024);
  const above = at(0, -1440, 2560, 1440);

  it("is the only display, which has to be turned", () => {
    expect(placeForUser([display(left)], at(100, 100, 800, 600))).toEqual({ bounds: left, isOwnDisplay: false });
  });

  it.each([
    ["left", at(100, 100, 1280, 800), right],
    ["right", at(2000, 50, 1000, 800), left],
    ["mostly right", at(1700, 50, 1280, 800), left],
  ])("is the other of two, with the console on the %s", (_where, console, bounds) => {
    const displays = [display(left), display(right)];
    expect(placeForUser(displays, console)).toEqual({ bounds, isOwnDisplay: true });
    expect(placeForUser(displays.toReversed(), console)).toEqual({ bounds, isOwnDisplay: true });
  });

  it("is the largest of several others", () => {
    const displays = [display(left), display(right), display(above)];
    expect(placeForUser(displays, at(100, 100, 800, 600)).bounds).toEqual(above);
  });

  it("is not a display that only mirrors the console's", () => {
    const mirrored = at(0, 0, 1280, 720);
    expect(placeForUser([display(left), display(mirrored)], at(0, 0, 1280, 800))).toEqual({
      bounds: left,
      isOwnDisplay: false,
    });
  });
});

describe("the user's window", () => {
  const options = userSideOptions({ preload: "/bundle/preload/index.cjs", dark: false }, at(1920, 0, 1280, 1024));

  it("fills its display", () => {
    expect(options).toMatchObject({ x: 1920, y: 0, width: 1280, height: 1024, fullscreen: true });
  });

  it("is as closed as the console's own, without tools", () => {
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      disableDialogs: true,
      devTools: false,
    });
  });
});
