import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { _electron, type ElectronApplication, type Page, test as base } from "@playwright/test";

export const root = path.resolve(import.meta.dirname, "../..");
const entry = path.join(root, "out/main/index.js");

/** The real Electron, or Electron's interface on the distribution's Chromium. */
export const runtime = process.env["COUNTERSIGN_RUNTIME"] === "electron" ? "electron" : "chromium";

const command =
  runtime === "electron"
    ? { args: [root] }
    : { executablePath: path.join(root, "src/chromium-host/electron-shim"), args: [entry] };

/** Starts the app from its production bundles. The same call drives both runtimes. */
export const launch = (dataDir: string, args: readonly string[] = []): Promise<ElectronApplication> =>
  _electron.launch({ ...command, args: [...command.args, `--user-data-dir=${dataDir}`, ...args] });

interface Fixtures {
  /** An empty data folder, removed after the test. */
  dataDir: string;
  app: ElectronApplication;
  /** The window's page, loaded. */
  page: Page;
}

export const test = base.extend<Fixtures>({
  // Playwright reads the names of the fixtures from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), "countersign-e2e-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  app: async ({ dataDir }, use) => {
    const app = await launch(dataDir);
    await use(app);
    await app.close();
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow();
    await page.waitForLoadState();
    await use(page);
  },
});

export { expect } from "@playwright/test";
