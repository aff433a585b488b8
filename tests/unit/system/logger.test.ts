import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogger } from "#main/system/logger.ts";

let folder: string;
let dir: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-logs-"));
  dir = join(folder, "logs");
  file = join(dir, "console.log");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  time: string;
  level: string;
  message: string;
  lost?: number;
  facts: Record<string, unknown>;
}

const entries = (path = file): Entry[] =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Entry);

const mode = (path: string): number => statSync(path).mode & 0o777;

describe("an entry", () => {
  it("is one line of JSON: time, level, message, facts", () => {
    const logger = createLogger({ dir });
    const before = Date.now();
    logger.info("signed in", { procedure: "access.signIn" });
    logger.warn("slow", { ms: 700 });
    logger.error("failed", { cause: new Error("x") });
    const [first, second, third] = entries();
    expect(first).toMatchObject({ level: "info", message: "signed in", facts: { procedure: "access.signIn" } });
    expect(first?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);
    expect(Date.parse(first?.time ?? "")).toBeGreaterThanOrEqual(before);
    expect(second).toMatchObject({ level: "warn", facts: { ms: 700 } });
    expect(third).toMatchObject({ level: "error", facts: { cause: { name: "Error", message: "x" } } });
  });

  it("cannot forge another line, hide text or turn it around", () => {
    const logger = createLogger({ dir });
    const forged = 'x\r\n{"level":"info","message":"forged"}\u2028\u2029\u0085\u202Eabc\u200B\u001B[31m\0';
    logger.info(forged, { username: forged });
    const text = readFileSync(file, "utf8");
    expect(text.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(entries()).toHaveLength(1);
  });

  it("cannot take the place of another one's parts through the names of facts", () => {
    createLogger({ dir }).info("true", { level: "error", time: "never", message: "false", __proto__: null });
    expect(entries()[0]).toMatchObject({ level: "info", message: "true" });
  });

  it("holds no secret of its message and facts", () => {
    createLogger({ dir }).info("seed JBSWY3DPEHPK3PXP", { password: "hunter2", note: "code 7K3QM-9XHTV" });
    expect(readFileSync(file, "utf8")).not.toMatch(/JBSWY3DP|hunter2|7K3QM/u);
  });

  it("is written from the level on that was asked for", () => {
    const logger = createLogger({ dir, level: "warn" });
    logger.info("no");
    logger.warn("yes");
    logger.error("yes");
    expect(entries().map(({ message }) => message)).toEqual(["yes", "yes"]);
  });
});

describe("the file", () => {
  it("is made with the first line, and private", () => {
    const logger = createLogger({ dir });
    expect(existsSync(dir)).toBe(false);
    logger.info("x");
    expect([mode(dir), mode(file)]).toEqual([0o700, 0o600]);
  });

  it("becomes private when it was not", () => {
    mkdirSync(dir, { mode: 0o755 });
    writeFileSync(file, "", { mode: 0o644 });
    chmodSync(file, 0o644);
    createLogger({ dir }).info("x");
    expect([mode(dir), mode(file)]).toEqual([0o700, 0o600]);
  });

  it("is rotated at a megabyte; five older ones are kept", () => {
    const logger = createLogger({ dir });
    const fact = "word ".repeat(190);
    // 1,100 bytes a line: about eight files full.
    for (let n = 0; n < 8000; n += 1) logger.info("filling", { n, fact });
    const names = ["console.1.log", "console.2.log", "console.3.log", "console.4.log", "console.5.log", "console.log"];
    expect(readdirSync(dir).toSorted()).toEqual(names);
    for (const name of names) {
      expect(statSync(join(dir, name)).size).toBeLessThan(1024 * 1024 + 2048);
      expect(mode(join(dir, name))).toBe(0o600);
    }
    const numbers = names
      .toReversed()
      .flatMap((name) => entries(join(dir, name)).map(({ facts }) => facts["n"] as number));
    // From the newest file to the oldest nothing is missing between the first line kept and the last.
    const sorted = numbers.toSorted((a, b) => a - b);
    expect(sorted.at(-1)).toBe(7999);
    expect(sorted).toEqual(Array.from({ length: sorted.length }, (_, n) => 8000 - sorted.length + n));
  });

  it("is shared with another process that rotates it", () => {
    const [one, two] = [createLogger({ dir }), createLogger({ dir })];
    one.info("a");
    two.info("b");
    expect(entries().map(({ message }) => message)).toEqual(["a", "b"]);
  });
});

describe("a log that cannot be written", () => {
  it.runIf(process.platform === "linux")("breaks nothing on a full disk, and says later how much is missing", () => {
    mkdirSync(dir);
    symlinkSync("/dev/full", file);
    const logger = createLogger({ dir });
    logger.info("lost");
    logger.error("lost", { cause: new Error("x") });
    unlinkSync(file);
    logger.info("written");
    logger.info("after");
    expect(entries().map(({ message, lost }) => [message, lost])).toEqual([
      ["written", 2],
      ["after", undefined],
    ]);
  });

  it.runIf(process.platform === "linux")("leaves the terminal's output alone", () => {
    mkdirSync(dir);
    symlinkSync("/dev/full", file);
    const module = pathToFileURL(join(import.meta.dirname, "../../../src/main/system/logger.ts")).href;
    const program = `
      const { createLogger } = await import(process.argv[1]);
      createLogger({ dir: process.argv[2] }).error("lost");
    `;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", program, module, dir],
      { encoding: "utf8" },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("breaks nothing where no folder can be made", () => {
    writeFileSync(dir, "a file in its place");
    const logger = createLogger({ dir });
    logger.error("lost");
    unlinkSync(dir);
    logger.info("written");
    expect(entries().map(({ message, lost }) => [message, lost])).toEqual([["written", 1]]);
  });

  it("breaks nothing on facts that cannot be read", () => {
    const logger = createLogger({ dir });
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    logger.info("lost", hostile);
    logger.info("written");
    expect(entries().map(({ message, lost }) => [message, lost])).toEqual([["written", 1]]);
  });
});
