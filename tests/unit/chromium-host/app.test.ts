import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CommandLine, readSwitches } from "../../../src/chromium-host/app/command-line.ts";
import { findPackage } from "../../../src/chromium-host/app/package-info.ts";
import { configFolder, userFolder } from "../../../src/chromium-host/app/paths.ts";

test("switches are read up to --, and the last one counts", () => {
  const args = ["--a=1", "file", "--b", "--a=2=3", "-x", "--", "--c"];
  expect([...readSwitches(args)]).toEqual([
    ["a", "2=3"],
    ["b", ""],
  ]);
});

test("appended switches are for Chromium, given ones are not", () => {
  const commandLine = new CommandLine(["--given=1"]);
  commandLine.appendSwitch("lang", "de");
  expect([
    commandLine.hasSwitch("given"),
    commandLine.getSwitchValue("lang"),
    commandLine.getSwitchValue("none"),
  ]).toEqual([true, "de", ""]);
  expect([...commandLine.appended]).toEqual([["lang", "de"]]);
  expect(() => commandLine.appendSwitch("no-sandbox")).toThrow("the switch --no-sandbox is not provided");
});

test("name and version come from the nearest package.json", () => {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  mkdirSync(join(folder, "out/main"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"name":"x","productName":"Countersign","version":"2.0.1"}');
  expect(findPackage(join(folder, "out/main/index.js"))).toEqual({
    path: folder,
    name: "Countersign",
    version: "2.0.1",
  });
  rmSync(folder, { recursive: true });
});

test("the configuration folder follows XDG_CONFIG_HOME when it is absolute", () => {
  expect(configFolder({ XDG_CONFIG_HOME: "/c" }, "/home/u")).toBe("/c");
  expect(configFolder({ XDG_CONFIG_HOME: "relative" }, "/home/u")).toBe("/home/u/.config");
  expect(configFolder({}, "/home/u")).toBe("/home/u/.config");
});

test("the person's own folders may have other names", () => {
  const userDirs =
    '# written by xdg-user-dirs\nXDG_DOCUMENTS_DIR="$HOME/Meine \\"Dokumente\\""\nXDG_DOWNLOAD_DIR="/srv/d"\n';
  expect(userFolder(userDirs, "XDG_DOCUMENTS_DIR", "/home/u")).toBe('/home/u/Meine "Dokumente"');
  expect(userFolder(userDirs, "XDG_DOWNLOAD_DIR", "/home/u")).toBe("/srv/d");
  expect(userFolder(userDirs, "XDG_DESKTOP_DIR", "/home/u")).toBeUndefined();
});
