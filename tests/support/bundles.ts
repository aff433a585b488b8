import { existsSync, mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Holds the folder of the bundles for the processes of a run. */
export const bundlesVariable = "COUNTERSIGN_TEST_BUNDLES";

/** The console's own have the names that they have in the product: the one looks for the other. */
const ownNames: Readonly<Record<string, string>> = { "src/main/worker.ts": "worker", "src/cli/index.ts": "cli" };

/** What the test files of a run have in common; gone with the bundles after the last of them. */
export function folderOfRun(): string {
  const folder = process.env[bundlesVariable];
  if (folder === undefined) throw new Error("no folder of the run: test files run in one of Vitest's projects");
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** @param source relative to the root @returns without its extension, relative to the folder of the bundles */
export const bundleName = (source: string): string => ownNames[source] ?? source.replace(/\.ts$/u, "");

/** What runs in place of this source: its bundle where `make-bundles.ts` has made one for this run, else itself. */
export function bundled(source: URL): URL {
  const folder = process.env[bundlesVariable];
  if (folder === undefined) return source;
  const file = join(folder, `${bundleName(relative(root, fileURLToPath(source)).replaceAll("\\", "/"))}.js`);
  return existsSync(file) ? pathToFileURL(file) : source;
}
