import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findOnPath } from "../../../src/chromium-host/browser/executable.ts";
import { chromiumFlags, type FlagOptions, isRefusedSwitch } from "../../../src/chromium-host/browser/flags.ts";
import {
  forgetPages,
  mergeTrees,
  prepareProfile,
  prepareTemporaryFolder,
} from "../../../src/chromium-host/browser/profile.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "browser-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the command line", () => {
  const options: FlagOptions = {
    profile: "/p",
    bootUrl: "data:,x",
    windowClass: "fixture",
    headless: false,
    isRoot: false,
    size: { width: 10, height: 20 },
    littleSharedMemory: false,
    debuggingPort: undefined,
    appended: new Map(),
  };

  test("speaks over a pipe and reaches no network", () => {
    const flags = chromiumFlags(options);
    expect(flags).toContain("--remote-debugging-pipe");
    expect(flags.filter((flag) => flag.startsWith("--remote-debugging-port"))).toEqual([]);
    expect(flags).toContain("--host-resolver-rules=MAP * ~NOTFOUND");
    expect(flags).toContain("--disable-background-networking");
  });

  test("leaves the sandbox to everybody but root", () => {
    expect(chromiumFlags(options)).not.toContain("--no-sandbox");
    expect(chromiumFlags({ ...options, isRoot: true })).toContain("--no-sandbox");
  });

  test("adds what the app appended, and joins lists", () => {
    const appended = new Map([
      ["lang", "de"],
      ["disable-gpu", ""],
      ["disable-features", "Mine"],
    ]);
    const flags = chromiumFlags({ ...options, appended });
    expect(flags).toContain("--lang=de");
    expect(flags).toContain("--disable-gpu");
    const features = flags.filter((flag) => flag.startsWith("--disable-features="));
    expect(features).toHaveLength(1);
    expect(features[0]).toMatch(/MediaRouter,.*,Mine$/u);
  });

  test.each(["no-sandbox", "disable-web-security", "remote-debugging-port", "proxy-server"])("refuses --%s", (name) => {
    expect(isRefusedSwitch(name)).toBe(true);
  });
});

describe("the profile", () => {
  const preferencesIn = (profile: string) =>
    JSON.parse(readFileSync(join(profile, "Default/Preferences"), "utf8")) as Record<string, unknown>;

  test("is private, and remembers no passwords, forms or pages", () => {
    const profile = join(folder, "chromium");
    prepareProfile(profile);
    expect(statSync(profile).mode & 0o777).toBe(0o700);
    expect(preferencesIn(profile)).toMatchObject({
      credentials_enable_service: false,
      autofill: { profile_enabled: false },
      history: { saving_disabled: true },
    });
  });

  test("keeps Chromium's other preferences", () => {
    mkdirSync(join(folder, "Default"), { recursive: true });
    writeFileSync(join(folder, "Default/Preferences"), '{"browser":{"window":1},"autofill":{"enabled":true},"x":[1]}');
    prepareProfile(folder);
    expect(preferencesIn(folder)).toMatchObject({
      x: [1],
      browser: { window: 1, has_seen_welcome_page: true },
      autofill: { enabled: false },
    });
  });

  test("starts over with a file that was cut short", () => {
    mkdirSync(join(folder, "Default"), { recursive: true });
    writeFileSync(join(folder, "Default/Preferences"), '{"browser":');
    prepareProfile(folder);
    expect(preferencesIn(folder)).toHaveProperty("browser.has_seen_welcome_page", true);
  });

  test("forgets pages, and nothing else", () => {
    mkdirSync(join(folder, "Default/Sessions"), { recursive: true });
    for (const name of ["History", "Web Data", "Sessions/Session_1", "Cookies"]) {
      writeFileSync(join(folder, "Default", name), "x");
    }
    forgetPages(folder);
    const left = ["History", "Web Data", "Sessions", "Cookies"].filter((name) =>
      existsSync(join(folder, "Default", name)),
    );
    expect(left).toEqual(["Cookies"]);
  });

  test("trees are merged branch by branch", () => {
    expect(mergeTrees({ a: { b: 1, c: [1] }, d: 1 }, { a: { b: 2 }, d: { e: 1 } })).toEqual({
      a: { b: 2, c: [1] },
      d: { e: 1 },
    });
  });
});

describe("the folder for temporary files", () => {
  test("is beside the profile and emptied, unless another instance may use it", () => {
    const { folder: made } = prepareTemporaryFolder(folder, true);
    expect(made).toBe(join(folder, "chromium-tmp"));
    writeFileSync(join(made, "left"), "x");
    prepareTemporaryFolder(folder, false);
    expect(existsSync(join(made, "left"))).toBe(true);
    prepareTemporaryFolder(folder, true);
    expect(existsSync(join(made, "left"))).toBe(false);
  });

  test("is elsewhere when a socket's path would not fit", () => {
    const temporary = prepareTemporaryFolder(join(folder, "y".repeat(90)), true);
    const made = temporary.folder;
    expect(made.startsWith(join(tmpdir(), "countersign-"))).toBe(true);
    expect(statSync(made).mode & 0o777).toBe(0o700);
    temporary.remove();
    expect(existsSync(made)).toBe(false);
  });
});

test("programs are found on the PATH, the first name first", () => {
  for (const name of ["b", "not-executable"])
    writeFileSync(join(folder, name), "", { mode: name === "b" ? 0o755 : 0o644 });
  expect(findOnPath(["a", "b"], `:/nowhere:${folder}`)).toBe(join(folder, "b"));
  expect(findOnPath(["not-executable"], folder)).toBeUndefined();
});
