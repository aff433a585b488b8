import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { reflowFaults, tightSizes } from "../support/reflow.ts";
import { expect, launch, test } from "./fixtures.ts";
import { tourBackups, tourRestoreElsewhere } from "./support/tour-backups.ts";
import { tourConsole, tourDoors, tourSetUp } from "./support/tour.ts";

const usual = { width: 1280, height: 800 };

/** Where to keep a picture of each screen at each size; none without it. */
const pictures = process.env["COUNTERSIGN_PICTURES"];

/** A screen fits in the smallest window, and in the usual one at 200 %, without sideways scrolling. */
async function fits(page: Page, screen: string): Promise<void> {
  for (const size of tightSizes) {
    await page.setViewportSize(size);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      const name = `${screen}-${size.width}x${size.height}.png`;
      await page.screenshot({ path: path.join(pictures, name), animations: "disabled", caret: "hide" });
    }
    expect.soft(await page.evaluate(reflowFaults), `${screen} at ${size.width} x ${size.height}`).toEqual([]);
  }
  await page.setViewportSize(usual);
}

test("the set-up fits in a small window and at 200 %", async ({ page }) => {
  await page.setViewportSize(usual);
  await tourSetUp(page, fits);
});

test.describe("without a keychain", () => {
  test.use({ keychain: false });

  test("the doors fit in a small window and at 200 %", async ({ prepared, page }) => {
    await page.setViewportSize(usual);
    await tourDoors(page, prepared, fits);
  });
});

test("backups, their places and a restore fit in a small window and at 200 %", async ({
  signedIn: page,
  app,
  prepared,
  folder,
}) => {
  await page.setViewportSize(usual);
  const folders = await tourBackups(page, { app, prepared, folder: path.join(folder, "disks") }, fits);
  const other = await launch(path.join(folder, "other"));
  const empty = await other.firstWindow();
  await empty.setViewportSize(usual);
  await tourRestoreElsewhere(empty, other, folders, fits);
  await other.close();
});

test.describe("the demo", () => {
  test.use({ appArgs: ["--demo"] });

  test("every screen of the console fits in a small window and at 200 %", async ({ page, app, folder }) => {
    // It ends by itself or by a locator's own limit, whatever else the machine does.
    test.setTimeout(0);
    await page.setViewportSize(usual);
    await tourConsole(page, app, folder, fits);
  });
});
