import { truncateSync } from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, launch, test } from "./fixtures.ts";
import { heading } from "./support/acts.ts";
import { tourConsole, tourDoors, tourSetUp } from "./support/tour.ts";
import type { Visit } from "./support/visit.ts";

interface Violation {
  screen: string;
  rule: string;
  parts: string[];
}

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function violations(page: Page, screen: string, colorScheme: "light" | "dark"): Promise<Violation[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  // In the other scheme only the colours can be different.
  const report = await (colorScheme === "light" ? axe.withTags(rules) : axe.withRules("color-contrast")).analyze();
  return report.violations.map(({ id, nodes }) => ({
    screen: `${screen}, ${colorScheme}`,
    rule: id,
    parts: nodes.map(({ html, any }) => `${html.slice(0, 160)} (${any[0]?.message ?? ""})`),
  }));
}

/** Looks at each screen in both colour schemes and collects what breaks WCAG 2.0, 2.1 or 2.2, A or AA. */
function inspector(): { visit: Visit; found: Violation[] } {
  const found: Violation[] = [];
  return {
    found,
    visit: async (page, screen) => {
      found.push(...(await violations(page, screen, "light")), ...(await violations(page, screen, "dark")));
    },
  };
}

test("the set-up is accessible", async ({ page }) => {
  const { visit, found } = inspector();
  await tourSetUp(page, visit);
  expect(found).toEqual([]);
});

test.describe("without a keychain", () => {
  test.use({ keychain: false });

  test("the doors are accessible", async ({ prepared, page }) => {
    const { visit, found } = inspector();
    await tourDoors(page, prepared, visit);
    expect(found).toEqual([]);
  });
});

test("the screen of a damaged store is accessible", async ({ prepared, dataDir }) => {
  truncateSync(path.join(prepared.dataDir, "store", "console.db"), 5000);
  const app = await launch(dataDir);
  const page = await app.firstWindow();
  await expect(heading(page, "The database cannot be opened")).toBeVisible();
  const { visit, found } = inspector();
  await visit(page, "damaged");
  expect(found).toEqual([]);
  await app.close();
});

test.describe("the demo", () => {
  test.use({ appArgs: ["--demo"] });

  test("is accessible on every screen", async ({ page, app, folder }) => {
    // Some hundred screens, each looked at twice: two minutes on a machine that does other work as well.
    test.setTimeout(360_000);
    const { visit, found } = inspector();
    await tourConsole(page, app, folder, visit);
    expect(found).toEqual([]);
  });
});
