import { mkdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, launch, root, test } from "./fixtures.ts";
import { heading } from "./support/acts.ts";
import { tourBackups, tourRestoreElsewhere } from "./support/tour-backups.ts";
import { enterDemo, tourDirectory, tourDoors, tourOffice, tourPeople, tourSetUp } from "./support/tour.ts";

const folder = path.join(root, "docs/screenshots");

/** Also photographed in a large window. */
const mainScreens = new Set([
  "people",
  "people-chosen",
  "person",
  "person-in-full",
  "import-dry-run",
  "enrol-scan",
  "user-scan",
  "check-accepted",
  "letters",
  "letter-template",
  "hardware",
  "systems",
  "import-seeds-check",
  "export-checked",
  "policies-changes",
  "audit",
  "backup-verified",
  "backups",
  "backups-problem",
  "places",
  "schedule-prune",
  "bring-back",
  "restore-bucket",
  "restore-preview",
  "administrators",
  "approval",
  "keys",
]);

const sizes = {
  usual: { width: 1280, height: 800 },
  large: { width: 1920, height: 1080 },
};

/** Photographs a screen, light and dark. */
async function photograph(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    for (const [size, viewport] of Object.entries(sizes)) {
      if (size === "large" && !mainScreens.has(screen)) continue;
      await page.setViewportSize(viewport);
      const name = `${screen}${size === "large" ? "-large" : ""}-${colorScheme}.png`;
      await page.screenshot({ path: path.join(folder, name), animations: "disabled", caret: "hide" });
    }
    await page.setViewportSize(sizes.usual);
  }
}

test.beforeAll(() => {
  mkdirSync(folder, { recursive: true });
});

test("the set-up", async ({ page }) => {
  await page.setViewportSize(sizes.usual);
  await tourSetUp(page, photograph);
});

test.describe("without a keychain", () => {
  test.use({ keychain: false });

  test("the doors", async ({ prepared, page }) => {
    await page.setViewportSize(sizes.usual);
    await tourDoors(page, prepared, photograph);
  });
});

test("a damaged store", async ({ prepared, dataDir }) => {
  truncateSync(path.join(prepared.dataDir, "store", "console.db"), 5000);
  const app = await launch(dataDir);
  const page = await app.firstWindow();
  await expect(heading(page, "The database cannot be opened")).toBeVisible();
  await photograph(page, "damaged");
  await app.close();
});

test("backups by themselves", async ({ signedIn: page, app, prepared, folder: own }) => {
  // The same in every picture.
  const backups = path.join(tmpdir(), "Backup disks");
  rmSync(backups, { recursive: true, force: true });
  await page.setViewportSize(sizes.usual);
  const folders = await tourBackups(page, { app, prepared, folder: backups }, photograph);
  const other = await launch(path.join(own, "other"));
  const empty = await other.firstWindow();
  await empty.setViewportSize(sizes.usual);
  await tourRestoreElsewhere(empty, other, folders, photograph);
  await other.close();
  rmSync(backups, { recursive: true });
});

test.describe("the demo", () => {
  test.use({ appArgs: ["--demo"] });

  /** The same in every picture. */
  const files = path.join(tmpdir(), "Backups");

  test.beforeAll(() => {
    mkdirSync(files, { recursive: true });
  });
  test.afterAll(() => {
    for (const name of ["lighthouse.age", "people.csv", "staff.csv", "letters.pdf"]) {
      rmSync(path.join(files, name), { force: true });
    }
  });

  test("the console", async ({ page, app }) => {
    await page.setViewportSize(sizes.usual);
    await enterDemo(page, photograph);
    await tourPeople(page, app, photograph);
    await tourDirectory(page, app, files, photograph);
    await tourOffice(page, app, files, photograph);
  });
});
