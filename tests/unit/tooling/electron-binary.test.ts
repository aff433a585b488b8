import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { electronBinary, fetchElectron, rememberedRefusal, type Places } from "../../../scripts/lib/electron-binary.ts";

let places: Places;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "electron-"));
  places = {
    package: join(folder, "electron"),
    override: undefined,
    cache: join(folder, "cache"),
    patience: 60_000,
    limit: 60_000,
  };
  mkdirSync(places.package);
  writeFileSync(join(places.package, "package.json"), '{ "version": "45.0.0" }');
});

afterEach(() => rmSync(folder, { recursive: true }));

function installer(source: string): void {
  writeFileSync(join(places.package, "install.js"), source);
}

const unpack = `
  const { mkdirSync, writeFileSync } = require("node:fs");
  mkdirSync(__dirname + "/dist");
  writeFileSync(__dirname + "/dist/electron", "");
  writeFileSync(__dirname + "/path.txt", "electron");
`;

describe("the binary that is here", () => {
  test("is the one the package unpacked", async () => {
    expect(electronBinary(places)).toBeUndefined();
    installer(unpack);
    expect(await fetchElectron(places)).toBeUndefined();
    expect(electronBinary(places)).toBe(join(places.package, "dist/electron"));
    expect(rememberedRefusal(places)).toBeUndefined();
  });

  test("is not a path that leads nowhere", () => {
    writeFileSync(join(places.package, "path.txt"), "electron");
    expect(electronBinary(places)).toBeUndefined();
  });

  test.runIf(process.platform === "linux")("is the local copy that the environment names", () => {
    const override = join(folder, "own");
    expect(electronBinary({ ...places, override })).toBeUndefined();
    mkdirSync(override);
    writeFileSync(join(override, "electron"), "");
    expect(electronBinary({ ...places, override })).toBe(join(override, "electron"));
  });
});

describe("a download", () => {
  test("that brings nothing is given up", async () => {
    installer("setInterval(() => undefined, 1000);");
    expect(await fetchElectron({ ...places, patience: 600 })).toBe("no answer for 0.6 s");
  });

  test("that is slow but comes is waited for", async () => {
    installer(`
      const { appendFileSync } = require("node:fs");
      const { tmpdir } = require("node:os");
      let parts = 0;
      const timer = setInterval(() => {
        appendFileSync(tmpdir() + "/part", "x");
        parts += 1;
        if (parts < 6) return;
        clearInterval(timer);
        ${unpack}
      }, 120);
    `);
    // A second for each part that has come: longer than the patience for all of them, shorter for each.
    const part = join(places.cache, "electron-download/part");
    const now = () => (existsSync(part) ? statSync(part).size * 1000 : 0);
    expect(await fetchElectron({ ...places, patience: 1500, now })).toBeUndefined();
  });

  test("that takes for ever is ended", async () => {
    installer('setInterval(() => require("node:fs").appendFileSync(require("node:os").tmpdir() + "/part", "x"), 50);');
    expect(await fetchElectron({ ...places, limit: 600 })).toBe("not complete after 0.01 minutes");
  });

  test("that fails says why in one line, and that is remembered for a day and for this version", async () => {
    installer('console.error("RequestError: getaddrinfo ENOTFOUND example.invalid\\n    at x"); process.exit(1);');
    const reason = "getaddrinfo ENOTFOUND example.invalid";
    expect(await fetchElectron(places)).toBe(reason);
    expect(rememberedRefusal(places)).toBe(reason);
    expect(rememberedRefusal(places, Date.now() + 25 * 60 * 60 * 1000)).toBeUndefined();
    writeFileSync(join(places.package, "package.json"), '{ "version": "46.0.0" }');
    expect(rememberedRefusal(places)).toBeUndefined();
  });

  test("that says it is done but left no binary is a failure", async () => {
    installer("");
    expect(await fetchElectron(places)).toBe("the download failed");
  });
});
