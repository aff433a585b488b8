import { join } from "node:path";
import { defineConfig } from "vitest/config";

const suites = ["unit", "contract", "integration", "fault", "interop"];

// Processes and threads that run sources do not have to compile them each time anew.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, ".cache/compiled");

/** One project a folder of tests/. The suites use real databases and keys, so a test has room to be slow, not to be repeated. */
export default defineConfig({
  test: {
    allowOnly: process.env["CI"] !== "true",
    retry: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    unstubEnvs: true,
    restoreMocks: true,
    projects: suites.map((name) => ({
      extends: true,
      test: {
        name,
        environment: "node",
        include: [`tests/${name}/**/*.test.{ts,tsx}`],
        globalSetup: [name === "unit" ? "tests/unit/renderer/build-folder.ts" : "tests/support/make-bundles.ts"],
      },
    })),
  },
});
