import { defineConfig } from "@playwright/test";

/**
 * The specs drive the production bundles in out/, on Electron or on the Chromium host
 * (COUNTERSIGN_RUNTIME=electron|chromium; tests/e2e/fixtures.ts reads it).
 */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  // One more than the usual cores: a test waits for disks and the console about half of its time.
  workers: 3,
  retries: 0,
  forbidOnly: process.env["CI"] === "true",
  // Limits for what hangs: each wait ends with what it waits for, however slow the machine is.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: process.env["COUNTERSIGN_E2E_REPORT"] ?? "test-results/e2e.json" }]],
  // No trace: it takes as long as the test. For a test that fails: --trace on.
  use: { actionTimeout: 30_000, screenshot: "only-on-failure" },
  projects: [
    { name: "e2e", testIgnore: "**/screenshots.spec.ts" },
    { name: "screenshots", testMatch: "**/screenshots.spec.ts" },
  ],
});
