// Called by electron-builder after each packing: flips the fuses, and fails if one was left undecided.
import { join } from "node:path";
import { flipFuses, FuseV1Options, FuseVersion } from "@electron/fuses";
import { LinuxPackager, type AfterPackContext, type FuseOptionsV1 } from "app-builder-lib";

type FuseWire = Record<FuseV1Options, boolean> & { version: FuseVersion.V1; strictlyRequireAllFuses: true };

/** @throws Error when electron-builder.yml leaves a fuse open */
export function fuseWire(stated: FuseOptionsV1): FuseWire {
  const value = (name: keyof FuseOptionsV1): boolean => {
    const choice = stated[name];
    if (typeof choice !== "boolean") throw new Error(`electron-builder.yml does not state the fuse ${name}`);
    return choice;
  };
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    [FuseV1Options.RunAsNode]: value("runAsNode"),
    [FuseV1Options.EnableCookieEncryption]: value("enableCookieEncryption"),
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: value("enableNodeOptionsEnvironmentVariable"),
    [FuseV1Options.EnableNodeCliInspectArguments]: value("enableNodeCliInspectArguments"),
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: value("enableEmbeddedAsarIntegrityValidation"),
    [FuseV1Options.OnlyLoadAppFromAsar]: value("onlyLoadAppFromAsar"),
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: value("loadBrowserProcessSpecificV8Snapshot"),
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: value("grantFileProtocolExtraPrivileges"),
    // Electron's default; off, WebAssembly checks each memory access in code. Nothing here depends on it.
    [FuseV1Options.WasmTrapHandlers]: true,
  };
}

export default async function afterPack(context: AfterPackContext): Promise<void> {
  const { packager, appOutDir, electronPlatformName } = context;
  const name = packager instanceof LinuxPackager ? packager.executableName : packager.appInfo.productFilename;
  const extension = { darwin: ".app", mas: ".app", win32: ".exe", linux: "" }[electronPlatformName] ?? "";
  await flipFuses(join(appOutDir, `${name}${extension}`), fuseWire(packager.config.electronFuses ?? {}));
}
