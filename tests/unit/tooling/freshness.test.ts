import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "../../../scripts/install.mjs";
import { buildInputs, staleBecause } from "../../../scripts/lib/freshness.ts";
import { alone } from "../../../scripts/lib/lock.ts";

let folder: string;
let stamp: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "freshness-"));
  stamp = join(folder, "stamp");
  mkdirSync(join(folder, "src/main"), { recursive: true });
  for (const file of ["src/main/index.ts", "package.json", "stamp"]) writeFileSync(join(folder, file), "");
  for (const path of ["src/main/index.ts", "src/main", "src", "package.json"]) age(path, 100);
});

afterEach(() => rmSync(folder, { recursive: true }));

function age(path: string, seconds: number): void {
  const time = Date.now() / 1000 - seconds;
  utimesSync(join(folder, path), time, time);
}

describe("are the bundles fresh", () => {
  test("yes, when nothing is newer", () => {
    expect(staleBecause(folder, stamp)).toBeUndefined();
  });

  test("no, when nothing was built", () => {
    rmSync(stamp);
    expect(staleBecause(folder, stamp)).toBe("out/.stamp");
  });

  test("no, when a source is newer, and it says which input", () => {
    age("stamp", 50);
    age("src/main/index.ts", 10);
    expect(staleBecause(folder, stamp)).toBe("src");
  });

  test("no, when a source was deleted", () => {
    age("stamp", 50);
    rmSync(join(folder, "src/main/index.ts"));
    expect(staleBecause(folder, stamp)).toBe("src");
  });

  test("bin/countersign looks at the same inputs", () => {
    expect(readFileSync(join(root, "bin/countersign"), "utf8")).toContain(`find ${buildInputs.join(" ")} -newer`);
  });
});

describe("one at a time", () => {
  test("the second waits for the first", async () => {
    const lock = join(folder, "lock");
    const events: string[] = [];
    const release = Promise.withResolvers<void>();
    const first = alone(lock, async () => {
      events.push("first in");
      await release.promise;
      events.push("first out");
    });
    const second = alone(lock, async () => void events.push("second in"));
    release.resolve();
    await Promise.all([first, second]);
    expect(events).toEqual(["first in", "first out", "second in"]);
  });

  test("a lock is given back after a failure", async () => {
    const lock = join(folder, "lock");
    await expect(alone(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await alone(lock, () => Promise.resolve("in"))).toBe("in");
  });

  test("a lock whose owner is gone is taken over", async () => {
    const lock = join(folder, "lock");
    // Above the largest process id that Linux gives out.
    writeFileSync(lock, "4194305");
    expect(await alone(lock, () => Promise.resolve("in"))).toBe("in");
  });
});
