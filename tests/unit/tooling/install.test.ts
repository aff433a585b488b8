import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { missingFromTree, nodeIsNewEnough, root, type Lock } from "../../../scripts/install.mjs";

const linux = { os: "linux", cpu: "x64", libc: "glibc" } as const;

describe("is the tree what the lock file asks for", () => {
  const lock: Lock = {
    packages: {
      "": { version: "1.0.0" },
      "node_modules/zod": { version: "4.0.0" },
      "node_modules/fast-linux": { version: "1.0.0", optional: true, os: ["linux"], cpu: ["x64"], libc: ["glibc"] },
      "node_modules/fast-musl": { version: "1.0.0", optional: true, os: ["linux"], cpu: ["x64"], libc: ["musl"] },
      "node_modules/fast-mac": { version: "1.0.0", optional: true, os: ["darwin"] },
      "node_modules/not-windows": { version: "1.0.0", optional: true, os: ["!win32"] },
      "node_modules/helper": { version: "1.0.0", optional: true },
    },
  };

  test("an empty tree lacks everything of this platform", () => {
    expect(missingFromTree(lock, { packages: {} }, linux)).toEqual([
      "node_modules/zod",
      "node_modules/fast-linux",
      "node_modules/not-windows",
    ]);
  });

  test("another version is missing too", () => {
    const tree = { packages: { ...lock.packages, "node_modules/zod": { version: "3.9.0" } } };
    expect(missingFromTree(lock, tree, linux)).toEqual(["node_modules/zod"]);
  });

  test("a complete tree lacks nothing", () => {
    expect(missingFromTree(lock, lock, linux)).toEqual([]);
  });
});

test.each([
  ["20.20.2", false],
  ["22.12.0", false],
  ["22.18.0", true],
  ["23.5.0", false],
  ["23.6.0", true],
  ["24.0.0", true],
])("Node %s runs the scripts: %s", (version, expected) => {
  expect(nodeIsNewEnough(version)).toBe(expected);
});

describe("the lock file", () => {
  interface FullEntry {
    version: string;
    integrity?: string;
    optionalDependencies?: Record<string, string>;
    hasInstallScript?: boolean;
    name?: string;
  }
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));
  const { packages } = read("package-lock.json") as { packages: Record<string, FullEntry> };
  const folders = Object.keys(packages);

  test("holds the binaries of every platform", () => {
    const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(optional.length).toBeGreaterThan(100);
    expect(optional.filter((name) => !folders.some((folder) => folder.endsWith(`node_modules/${name}`)))).toEqual([]);
  });

  test.each(["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"])(
    "has every native tool for %s",
    (platform) => {
      const has = (start: string) => folders.some((folder) => folder.startsWith(`node_modules/${start}${platform}`));
      for (const start of [
        "@node-rs/argon2-",
        "@oxlint/binding-",
        "@oxfmt/binding-",
        "@oxlint-tsgolint/",
        "@oxc-parser/binding-",
        "@rolldown/binding-",
        "@typescript/typescript-",
      ]) {
        expect(has(start), `${start}${platform}`).toBe(true);
      }
    },
  );

  test("has a checksum for every package", () => {
    expect(folders.filter((folder) => folder !== "" && packages[folder]?.integrity === undefined)).toEqual([]);
  });

  test("lets no install script run", () => {
    const { allowScripts } = read("package.json") as { allowScripts: Record<string, boolean> };
    expect(Object.values(allowScripts)).not.toContain(true);
    const withScripts = folders.filter((folder) => packages[folder]?.hasInstallScript === true);
    const names = withScripts.map((folder) => packages[folder]?.name ?? folder.replace(/^.*node_modules\//, ""));
    expect(names.filter((name) => allowScripts[name] !== false)).toEqual([]);
  });
});
