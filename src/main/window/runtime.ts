import type { Runtime } from "#shared/contract/system.ts";

/** Which of the two runtimes this is: only Electron itself names an Electron version. */
export function currentRuntime(versions: NodeJS.ProcessVersions): Runtime {
  const electron = versions["electron"];
  if (electron !== undefined) return { name: "electron", version: electron };
  return { name: "chromium", version: versions["chrome"] ?? "unknown" };
}
