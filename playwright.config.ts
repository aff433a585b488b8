import { defineConfig } from "@playwright/test";

/**
 * The specs drive the production bundles in out/, on Electron or on the Chromium host
 * (COUNTERSIGN_RUNTIME=electron|chromium; tests/e2e/fixtures.ts reads it).
 */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  workers: 2,
  retries: 0,
  forbidOnly: process.env["CI"] === "true",
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: process.env["COUNTERSIGN_E2E_REPORT"] ?? "test-results/e2e.json" }]],
  use: { actionTimeout: 10_000, trace: "retain-on-failure", screenshot: "only-on-failure" },
  projects: [
    { name: "e2e", testIgnore: "**/screenshots.spec.ts" },
    { name: "screenshots", testMatch: "**/screenshots.spec.ts" },
  ],
});
