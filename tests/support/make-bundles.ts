import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";
import packageJson from "../../package.json" with { type: "json" };
import { bundleName, bundlesVariable, root } from "./bundles.ts";

/** A test's script finds the files beside it where its source lies, as without a bundle. */
const sourceAddress: Plugin = {
  name: "source-address",
  transform: (code, id) =>
    id.startsWith(join(root, "tests"))
      ? code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href))
      : undefined,
};

/** A script that shares a module with what `--import` loads is none of them: it would have a copy of its own. */
const sources = [
  "src/main/worker.ts",
  "src/cli/index.ts",
  "tests/support/lent-thread.worker.ts",
  "tests/fault/backups/plan/work.child.ts",
  "tests/fault/backups/archive/work.child.ts",
  "tests/fault/backups/destinations/work.child.ts",
  "tests/fault/imports/import.child.ts",
  "tests/fault/enrolment/letters/work.child.ts",
  "tests/fault/power/work.child.ts",
  "tests/fault/slow/slow-disk.child.ts",
  "tests/fault/vault/rotation.child.ts",
  "tests/fault/vault/rotation.worker.ts",
  "tests/integration/backups/archive/lock.child.ts",
];

/**
 * Before the first test file of a run: bundles what runs in a thread or a process of its own, as the product is
 * bundled. From its sources each of them would take three times as long to start. Gone after the last file.
 */
export default async function makeBundles(): Promise<() => Promise<void>> {
  // The suites of one run have them in common.
  if (process.env[bundlesVariable] !== undefined) return () => Promise.resolve();
  // Below the root, where the packages outside of the bundles are found.
  mkdirSync(join(root, ".cache"), { recursive: true });
  const outDir = mkdtempSync(join(root, ".cache/bundles-"));
  await build({
    configFile: false,
    root,
    logLevel: "error",
    plugins: [sourceAddress],
    json: { namedExports: false },
    ssr: { noExternal: true, external: Object.keys(packageJson.dependencies) },
    build: {
      ssr: true,
      outDir,
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(sources.map((source) => [bundleName(source), join(root, source)])),
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  });
  process.env[bundlesVariable] = outDir;
  // The bundles have other names in the next run.
  process.env["NODE_COMPILE_CACHE"] = join(outDir, "compiled");
  return async () => {
    delete process.env[bundlesVariable];
    // The last processes may still be writing what they have compiled.
    await rm(outDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
}
