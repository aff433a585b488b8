import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ElectronApplication, type Page, test as base } from "@playwright/test";
import { signIn } from "./support/acts.ts";
import { type Prepared, PreparedStores } from "./support/prepared.ts";
import { keyring, launch } from "./support/runtime.ts";

export { keyring, launch, root } from "./support/runtime.ts";

interface Fixtures {
  /** Whether the app finds a keychain. */
  keychain: boolean;
  /** Arguments for the app. */
  appArgs: readonly string[];
  /** An empty folder for the test's files, removed after it. */
  folder: string;
  /** The data folder: empty at first. */
  dataDir: string;
  app: ElectronApplication;
  /** The window's page, loaded. */
  page: Page;
  /** Puts a console that is set up into the data folder, before the app starts. */
  prepared: Prepared;
  /** The page of a prepared console, with its owner signed in. */
  signedIn: Page;
}

interface WorkerFixtures {
  preparedStores: PreparedStores;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  keychain: [keyring, { option: true }],
  appArgs: [[], { option: true }],
  // Playwright reads the names of the fixtures from this pattern.
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), "countersign-e2e-"));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  dataDir: async ({ folder }, use) => {
    await use(path.join(folder, "data"));
  },
  app: async ({ dataDir, keychain, appArgs }, use) => {
    const app = await launch(dataDir, appArgs, { keychain });
    await use(app);
    await app.close();
  },
  page: async ({ app, appArgs }, use) => {
    const page = await app.firstWindow();
    await page.waitForLoadState();
    // The demo makes the history of a week first.
    if (appArgs.includes("--demo")) await page.getByText("Everyone here is invented.").waitFor({ timeout: 60_000 });
    await use(page);
  },
  preparedStores: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const stores = new PreparedStores();
      await use(stores);
      stores.remove();
    },
    { scope: "worker" },
  ],
  prepared: async ({ preparedStores, dataDir, keychain }, use) => {
    await use(preparedStores.copyTo(dataDir, keychain));
  },
  // The store is there before the app opens it: `prepared` comes before `page`.
  signedIn: async ({ prepared, page, keychain }, use) => {
    await signIn(page, prepared, keychain);
    await use(page);
  },
});

export { expect } from "@playwright/test";
