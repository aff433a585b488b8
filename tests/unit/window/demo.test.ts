import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDemoFolder } from "#main/demo/folder.ts";
import { memoryStore } from "#main/demo/memory-store.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), "demo-parent-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

describe("a demo's folder", () => {
  it("is new, of this person only, and gone after removal", () => {
    const first = createDemoFolder(parent);
    const second = createDemoFolder(parent);
    expect(first.path).not.toBe(second.path);
    expect(statSync(first.path).mode & 0o777).toBe(0o700);
    mkdirSync(path.join(first.path, "store"));
    first.remove();
    expect(existsSync(first.path)).toBe(false);
    expect(existsSync(second.path)).toBe(true);
  });

  it("takes away what killed demos left, and nothing else", () => {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const left = path.join(parent, `countersign-demo-${dead}-abc`);
    const living = path.join(parent, `countersign-demo-${process.pid}-abc`);
    const other = path.join(parent, `other-${dead}-abc`);
    for (const folder of [left, living, other]) mkdirSync(folder);
    symlinkSync(other, path.join(parent, `countersign-demo-${dead}-link`));
    createDemoFolder(parent);
    expect([left, living, other].map((folder) => existsSync(folder))).toEqual([false, true, true]);
  });
});

describe("a demo's keychain", () => {
  it("keeps copies of secrets until they are deleted", async () => {
    const store = memoryStore();
    const secret = Buffer.from("key");
    await store.set("a", secret);
    secret.fill(0);
    expect((await store.get("a"))?.toString()).toBe("key");
    expect(await store.get("b")).toBeNull();
    await store.delete("a");
    expect(await store.get("a")).toBeNull();
  });
});
