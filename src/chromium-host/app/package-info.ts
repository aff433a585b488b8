import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export interface PackageInfo {
  /** Folder of the nearest package.json above the app's entry. */
  path: string;
  name: string;
  version: string;
}

function readPackage(folder: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** @param entry the app's main script, as on the command line */
export function findPackage(entry: string): PackageInfo {
  const start = dirname(resolve(entry));
  let folder = start;
  for (;;) {
    const found = readPackage(folder);
    if (found !== undefined) {
      const name = text(found["productName"]) ?? text(found["name"]) ?? "app";
      return { path: folder, name, version: text(found["version"]) ?? "0.0.0" };
    }
    const parent = dirname(folder);
    if (parent === folder) return { path: start, name: "app", version: "0.0.0" };
    folder = parent;
  }
}
