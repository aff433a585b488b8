import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FuseV1Options } from "@electron/fuses";
import type { Configuration } from "app-builder-lib";
import { getConfig, validateConfiguration } from "app-builder-lib/out/util/config/config.js";
import { fuseWire } from "../after-pack.ts";

/** The hardened state of each fuse, by its number in Electron's fuse wire. */
const wantedFuses: Record<FuseV1Options, boolean> = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** Silences the validator's detailed log; the error that it throws is enough. */
const quiet = { isEnabled: false } as Parameters<typeof validateConfiguration>[1];

const wantedTargets = { linux: ["AppImage", "deb"], win: ["nsis"], mac: ["dmg"] } as const;

/** Problems with the packaging of the project in `folder`, as sentences. */
export async function packagingFaults(folder: string): Promise<string[]> {
  const config = await getConfig(folder, join(folder, "electron-builder.yml"), null);
  return [
    ...(await schemaFaults(config)),
    ...fuseFaults(config),
    ...contentFaults(config),
    ...platformFaults(config, folder),
  ];
}

async function schemaFaults(config: Configuration): Promise<string[]> {
  try {
    // It modifies its argument.
    await validateConfiguration(structuredClone(config), quiet);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function fuseFaults(config: Configuration): string[] {
  try {
    const wire = fuseWire(config.electronFuses ?? {});
    const names = Object.entries(FuseV1Options).filter(([, index]) => typeof index === "number") as [
      string,
      FuseV1Options,
    ][];
    return names
      .filter(([, index]) => wire[index] !== wantedFuses[index])
      .map(([name, index]) => `the fuse ${name} must be ${wantedFuses[index] ? "on" : "off"}`);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function contentFaults(config: Configuration): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const lists = [config, config.linux, config.win, config.mac].flatMap((part) => [
    part?.files,
    part?.extraFiles,
    part?.extraResources,
  ]);
  const sets = lists.flat().filter((set) => set !== undefined && set !== null);
  const filters = sets.flatMap((set) => (typeof set === "string" ? [set] : (set.filter ?? [])));
  expect(
    sets.every((set) => typeof set === "string" || set.from === undefined),
    "no other folder may be packed",
  );
  const positive = filters.filter((pattern) => !pattern.startsWith("!"));
  const allowed = (pattern: string) => pattern === "package.json" || pattern.startsWith("out/");
  expect(positive.every(allowed), "only out/ and package.json may be packed besides native modules");
  // electron-builder reads a list of only exclusions as "everything except these".
  const openEnded = lists.some(
    (list) => Array.isArray(list) && list.every((set) => typeof set === "string" && set.startsWith("!")),
  );
  expect(!openEnded, "a list of files must name what is packed, not only what is not");
  expect(config.asar === true, "the app must be in an asar archive");
  expect(config.asarUnpack?.includes("**/*.node") === true, "native modules must be unpacked from the archive");
  expect(config.npmRebuild === false, "native modules must not be rebuilt");
  expect(config.publish === null, "nothing may be published or looked up online");
  expect(config.afterPack === "scripts/after-pack.ts", "the fuses must be flipped strictly by scripts/after-pack.ts");
  return faults;
}

function platformFaults(config: Configuration, folder: string): string[] {
  const faults = Object.entries(wantedTargets).flatMap(([platform, targets]) => {
    const options = config[platform as keyof typeof wantedTargets];
    const stated = JSON.stringify(options?.target ?? null);
    return stated === JSON.stringify(targets)
      ? []
      : [`${platform} must be packed as ${targets.join(", ")}, not ${stated}`];
  });
  const { mac, win, linux } = config;
  if (mac?.hardenedRuntime !== true) faults.push("macOS needs the hardened runtime");
  const files = [mac?.entitlements, mac?.entitlementsInherit, mac?.icon, win?.icon, linux?.icon, config.afterPack];
  for (const file of files) {
    if (typeof file !== "string" || !existsSync(join(folder, file)))
      faults.push(`there is no file ${JSON.stringify(file)}`);
  }
  for (const icon of new Set([mac?.icon, win?.icon, linux?.icon])) {
    if (typeof icon === "string" && existsSync(join(folder, icon)) && pngWidth(join(folder, icon)) < 512) {
      faults.push(`${icon} must be a PNG of at least 512 by 512`);
    }
  }
  return faults;
}

/** Pixels, from the PNG's header; 0 for another format. */
function pngWidth(file: string): number {
  const header = readFileSync(file).subarray(0, 24);
  return header.toString("latin1", 1, 4) === "PNG" ? header.readUInt32BE(16) : 0;
}
