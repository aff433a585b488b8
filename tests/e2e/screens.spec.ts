import path from "node:path";
import { screenFaults } from "../support/screen-faults.ts";
import { expect, launch, test as base } from "./fixtures.ts";
import { tourBackups, tourRestoreElsewhere } from "./support/tour-backups.ts";
import { enterDemo, tourDirectory, tourDoors, tourOffice, tourPeople, tourSetUp } from "./support/tour.ts";
import type { Visit } from "./support/visit.ts";

/** The page under its policy: what it refused, and what went wrong in the page, is a fault. */
const test = base.extend({
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      // A header may name a device that this Chromium does not have.
      if (message.text().includes("Unrecognized feature")) return;
      if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
    });
    await use(page);
    expect(faults).toEqual([]);
  },
});

// Each screen once, whatever is asked of it: to get there costs more than to look.
test.describe.configure({ mode: "parallel" });

const usual = { width: 1280, height: 800 };

const look: Visit = async (page, screen) => {
  await page.setViewportSize(usual);
  expect.soft(await screenFaults(page, screen), screen).toEqual([]);
};

test.describe("the demo", () => {
  // A minute on an idle machine; it ends by itself or by a locator's own limit, whatever else the machine does.
  test.use({ appArgs: ["--demo"] });
  test.beforeEach(() => test.setTimeout(0));

  test("the screens of people, groups, imports, letters and hardware tokens are accessible and fit", async ({
    page,
    app,
    folder,
  }) => {
    await enterDemo(page, look);
    await tourPeople(page, app, look);
    await tourDirectory(page, app, folder, look);
  });

  test("the screens of policies, audit, backup and administrators are accessible and fit", async ({
    page,
    app,
    folder,
  }) => {
    await enterDemo(page);
    await tourOffice(page, app, folder, look);
  });
});

test("the screens of backups, their locations and a restore are accessible and fit", async ({
  signedIn: page,
  app,
  prepared,
  folder,
}) => {
  test.setTimeout(0);
  const folders = await tourBackups(page, { app, prepared, folder: path.join(folder, "disks") }, look);
  const other = await launch(path.join(folder, "other"));
  await tourRestoreElsewhere(await other.firstWindow(), other, folders, look);
  await other.close();
});

test("the screens of the set-up are accessible and fit", ({ page }) => tourSetUp(page, look));

test.describe("without a keychain", () => {
  test.use({ keychain: false });

  test("the screens before a session are accessible and fit", ({ prepared, page }) => tourDoors(page, prepared, look));
});
