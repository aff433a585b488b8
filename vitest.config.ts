import { defineConfig } from "vitest/config";

const suites = ["unit", "contract", "integration", "fault", "interop"];

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
      test: { name, environment: "node", include: [`tests/${name}/**/*.test.{ts,tsx}`] },
    })),
  },
});
