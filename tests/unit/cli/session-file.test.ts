import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sessionFile } from "../../../src/cli/session-file.ts";
import { say } from "../../../src/shared/texts/say.ts";

let dir: string;
let warnings: string[];
const file = () => join(dir, "session.json");
const holder = () => sessionFile(dir, (problem) => warnings.push(say(problem)));

beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), "countersign-session-"));
  warnings = [];
});
afterEach(() => fs.rmSync(dir, { recursive: true }));

describe("the session file", () => {
  it("keeps the token, readable by its owner only, whatever the umask", () => {
    const before = process.umask(0);
    try {
      holder().set("token-1");
    } finally {
      process.umask(before);
    }
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600);
    expect(JSON.parse(fs.readFileSync(file(), "utf8"))).toEqual({ token: "token-1" });
    expect(holder().get()).toBe("token-1");
    expect(warnings).toEqual([]);
  });

  it("replaces the older one and leaves nothing beside it", () => {
    holder().set("token-1");
    holder().set("token-2");
    expect(holder().get()).toBe("token-2");
    expect(fs.readdirSync(dir)).toEqual(["session.json"]);
  });

  it("is gone when the session ends", () => {
    holder().set("token-1");
    holder().set(null);
    holder().set(null);
    expect(fs.readdirSync(dir)).toEqual([]);
    expect(holder().get()).toBeNull();
  });

  it("holds nothing in a folder that is not there", () => {
    expect(sessionFile(join(dir, "absent"), (problem) => warnings.push(say(problem))).get()).toBeNull();
    expect(warnings).toEqual([]);
  });

  it.each([
    ["cut off", '{"token":"to'],
    ["empty", ""],
    ["of another form", '{"token":"t","role":"owner"}'],
    ["without a token", "{}"],
    ["with an empty token", '{"token":""}'],
    ["far too large", JSON.stringify({ token: "t".repeat(20_000) })],
  ])("is removed when it is %s", (_what, content) => {
    fs.writeFileSync(file(), content, { mode: 0o600 });
    expect(holder().get()).toBeNull();
    expect(fs.existsSync(file())).toBe(false);
    expect(warnings).toEqual([expect.stringContaining("was removed")]);
  });

  it("is removed when it is a folder", () => {
    fs.mkdirSync(file());
    expect(holder().get()).toBeNull();
    expect(fs.existsSync(file())).toBe(false);
  });
});

describe.skipIf(process.platform === "win32")("a session file that others could have touched", () => {
  it.each([0o640, 0o604, 0o620, 0o602, 0o666, 0o601])("is removed with mode %o", (mode) => {
    holder().set("token-1");
    fs.chmodSync(file(), mode);
    expect(holder().get()).toBeNull();
    expect(fs.existsSync(file())).toBe(false);
    expect(warnings).toEqual([expect.stringContaining("others may read or change it")]);
  });

  it("is removed when it is a link, and what it points to stays", () => {
    const target = join(dir, "elsewhere.json");
    fs.writeFileSync(target, '{"token":"planted"}', { mode: 0o600 });
    fs.symlinkSync(target, file());
    expect(holder().get()).toBeNull();
    expect(fs.readFileSync(target, "utf8")).toBe('{"token":"planted"}');
    expect(fs.readdirSync(dir)).toEqual(["elsewhere.json"]);
    expect(warnings).toEqual([expect.stringContaining("it is a link")]);
  });

  it("is replaced, not followed, when a link stands where it is written", () => {
    const target = join(dir, "elsewhere.json");
    fs.writeFileSync(target, "mine");
    fs.symlinkSync(target, file());
    holder().set("token-1");
    expect(fs.readFileSync(target, "utf8")).toBe("mine");
    expect(holder().get()).toBe("token-1");
  });

  it("does not wait for a named pipe", () => {
    execFileSync("mkfifo", ["-m", "600", file()]);
    expect(holder().get()).toBeNull();
    expect(fs.existsSync(file())).toBe(false);
  });
});
