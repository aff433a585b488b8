import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { howToInstall, locate, toolsFor, which } from "../../../scripts/tools.ts";
import { keyringMissing, nothingMaySkip, requireTool, toolsMissing } from "../../support/tools.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tools-"));
  vi.stubEnv("PATH", folder);
  vi.spyOn(console, "warn").mockReturnValue();
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function place(command: string, mode = 0o755): string {
  const file = join(folder, command);
  writeFileSync(file, "", { mode });
  return file;
}

describe("looking for a tool", () => {
  test("a command is found on the PATH, in its order, when it can be run", () => {
    const file = place("age");
    vi.stubEnv("PATH", [join(folder, "nowhere"), folder].join(delimiter));
    expect(which("age")).toBe(file);
    expect(locate("age")).toBe(file);
    place("oathtool", 0o644);
    expect(locate("oathtool")).toBeUndefined();
  });

  test("the window needs few of them, the tests all", () => {
    expect(toolsFor("start")).toEqual(["chromium", "fonts", "libsecret"]);
    expect(toolsFor("test")).toEqual(expect.arrayContaining([...toolsFor("start"), "age", "oathtool", "zbarimg"]));
  });

  test("the advice names Debian's packages", () => {
    expect(howToInstall(["zbarimg", "pdftotext"])).toBe("apt-get install zbar-tools poppler-utils");
  });
});

describe("a test that needs a tool", () => {
  const skipping = () => ({ skip: vi.fn<(note?: string) => void>() });

  test("gets its path", () => {
    const file = place("age");
    expect(requireTool("age", skipping())).toBe(file);
  });

  test("is skipped with a reason where skipping is allowed", () => {
    vi.stubEnv("CI", "");
    vi.stubEnv("COUNTERSIGN_NO_SKIP", "");
    const context = skipping();
    expect(() => requireTool("age", context)).toThrow("apt-get install age");
    expect(context.skip).toHaveBeenCalledWith(expect.stringContaining("apt-get install age"));
    expect(toolsMissing("age")).toBe(true);
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining("apt-get install age"));
  });

  test.each(["CI", "COUNTERSIGN_NO_SKIP"])("fails where %s forbids skipping", (name) => {
    vi.stubEnv("CI", "");
    vi.stubEnv("COUNTERSIGN_NO_SKIP", "");
    vi.stubEnv(name, name === "CI" ? "true" : "1");
    expect(nothingMaySkip()).toBe(true);
    const context = skipping();
    expect(() => requireTool("age", context)).toThrow("not installed: age");
    expect(context.skip).not.toHaveBeenCalled();
    expect(() => toolsMissing("age")).toThrow("not installed: age");
    vi.stubEnv("COUNTERSIGN_KEYRING", "");
    expect(() => keyringMissing()).toThrow("with-keyring");
  });
});
