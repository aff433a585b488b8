import { describe, expect, it } from "vitest";
import { defaultDataDir, resolveDataDir } from "../../../src/cli/data-dir.ts";

describe.skipIf(process.platform === "win32")("the data folder", () => {
  it.each([
    ["linux", {}, "/home/dana/.config/countersign"],
    ["linux", { XDG_CONFIG_HOME: "/cfg" }, "/cfg/countersign"],
    ["linux", { XDG_CONFIG_HOME: "" }, "/home/dana/.config/countersign"],
    ["freebsd", {}, "/home/dana/.config/countersign"],
    ["darwin", { XDG_CONFIG_HOME: "/cfg" }, "/home/dana/Library/Application Support/countersign"],
    ["win32", { APPDATA: "/roaming" }, "/roaming/countersign"],
    ["win32", {}, "/home/dana/AppData/Roaming/countersign"],
  ] as const)("is on %s with %o: %s", (platform, env, expected) => {
    expect(defaultDataDir({ platform, env, home: "/home/dana" })).toBe(expected);
  });

  it("is taken from --data, relative to the working folder", () => {
    expect(resolveDataDir("stores/a", "/srv")).toBe("/srv/stores/a");
    expect(resolveDataDir("/abs/", "/srv")).toBe("/abs");
    expect(resolveDataDir("./--json", "/srv")).toBe("/srv/--json");
  });

  it.each(["", "  ", "a\0b", "--json", "-x"])("is not %j", (given) => {
    expect(() => resolveDataDir(given, "/srv")).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });
});
