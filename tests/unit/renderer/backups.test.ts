import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { fillBucket } from "./bucket-form.ts";
import { deadEndpoint, destinationId, identity, storedName } from "./fake/backups.ts";
import { identityFile, type Scenario } from "./fake/console.ts";
import { button, heading, inputs, type Use, useRenderer } from "./harness.ts";
import type { OpenedWindow } from "./window.ts";

const openWindow = useRenderer();

const textbox = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const items = (page: Page, list: string) => page.getByRole("list", { name: list, exact: true }).locator("> li");
const tab = (page: Page, name: string) => page.getByRole("tab", { name });

const inWindow = (scenario: Scenario, at: string, use: Use): Promise<void> => openWindow(scenario, { at }, use);

const onTab = (
  name: string,
  backups: Scenario["backups"],
  use: (window: OpenedWindow) => Promise<void>,
  over: Scenario = {},
): Promise<void> => inWindow({ role: "owner", ...(backups ? { backups } : {}), ...over }, `/backup?tab=${name}`, use);

const full = { configured: true, count: 23, problem: true, unproven: true };

describe("the overview", () => {
  it("of a new console leads through three steps", () =>
    onTab("overview", {}, async ({ page }) => {
      await heading(page, "Automatic backups are off").waitFor();
      await page.getByText("No backups yet.").waitFor();
      await page.getByRole("link", { name: "Choose how often" }).click();
      await heading(page, "When").waitFor();
      await tab(page, "Overview").click();
      await page.getByRole("link", { name: "Choose a location" }).click();
      await heading(page, "No locations yet").waitFor();
      await tab(page, "Overview").click();
      await page.getByRole("link", { name: "Create a backup key" }).click();
      await heading(page, "No backup key yet").waitFor();
      expect(await tab(page, "Backup keys").getAttribute("aria-selected")).toBe("true");
    }));

  it("says when a backup was last proven, lists them with where they are, and more on request", () =>
    onTab("overview", { configured: true, count: 23 }, async ({ page, fake }) => {
      await page.getByText("Last test restore passed 2 hours ago").waitFor();
      await page.getByText("The next one is due in 3 hours", { exact: false }).waitFor();
      await items(page, "Backups").first().waitFor();
      expect(await items(page, "Backups").count()).toBe(20);
      expect(await items(page, "Backups").nth(0).textContent()).toMatch(
        /Test-restored.*Scheduled · 46\.1 MB · 12,480 people · 11,902 authenticators.*cellar: stored.*Umeå: stored/u,
      );
      expect(await items(page, "Backups").nth(1).textContent()).toMatch(/Umeå: failed.*refuses these access keys/u);
      expect(await items(page, "Backups").nth(4).textContent()).toContain("Not test-restored");
      await button(page, "Show more").click();
      await items(page, "Backups").nth(22).waitFor();
      expect(await button(page, "Show more").count()).toBe(0);
      expect(inputs(fake, "backupPlan.list")).toHaveLength(2);
    }));

  it("warns when that is too long ago, on every page too", () =>
    onTab("overview", { configured: true, count: 3, provenHours: 72 }, async ({ page }) => {
      await page.getByText("That is longer ago than the schedule allows.", { exact: false }).waitFor();
      await page.getByRole("link", { name: "People" }).click();
      await page
        .getByText("Last test restore passed 3 days ago. That is longer ago than the schedule allows.", {
          exact: false,
        })
        .waitFor();
      await page.getByRole("link", { name: "Go to the backups" }).click();
      await heading(page, "State").waitFor();
      await page.getByRole("link", { name: "Health" }).click();
      const finding = page.getByRole("listitem").filter({ hasText: "Backups need attention" });
      await finding.getByRole("img", { name: "Needs attention" }).waitFor();
      expect(await finding.textContent()).toContain("Last test restore passed 3 days ago");
    }));

  it("shows what went wrong until somebody says that they have dealt with it", () =>
    onTab("overview", { configured: true, count: 3, problem: true }, async ({ page, fake }) => {
      await page.getByText("The backup was made, but not every location has it").waitFor();
      await page.getByRole("button", { name: /^I have dealt with this: / }).click();
      await heading(page, "Problems").waitFor({ state: "detached" });
      expect(fake.count("backupPlan.acknowledge")).toBe(1);
    }));

  it("tells of a backup that went wrong meanwhile, on any page", () =>
    inWindow({ role: "owner", backups: { configured: true, count: 3 } }, "/people", async ({ page, fake }) => {
      await page.getByRole("link", { name: "Aino Abrahamsson" }).first().waitFor();
      expect(await page.getByText("Backups need attention").count()).toBe(0);
      fake.backups.fail();
      fake.touch("backupPlan");
      await page.getByText("1 backup had problems.").waitFor();
    }));

  it("makes a backup at once, with its speed, and it can be cancelled", () =>
    onTab(
      "overview",
      { configured: true, count: 1 },
      async ({ page }) => {
        await button(page, "Back up now").click();
        await page.getByText("39.1 MB of 91.6 MB", { exact: false }).waitFor();
        await button(page, "Cancel").click();
        await button(page, "Back up now").waitFor();
        expect(await page.getByRole("alert").count()).toBe(0);
      },
      { hanging: ["backupPlan.run"] },
    ));

  it("says that the backup was made, restored on trial and sent", () =>
    onTab("overview", { configured: true, count: 1 }, async ({ page, fake }) => {
      await button(page, "Back up now").click();
      await page.getByText("It was test-restored without errors and is at every location.").waitFor();
      expect(inputs(fake, "backupPlan.run")).toEqual([{}]);
    }));

  it("pins a backup", () =>
    onTab("overview", { configured: true, count: 1 }, async ({ page }) => {
      const pin = page.getByRole("button", { name: /^Pin the backup of / });
      expect(await pin.getAttribute("aria-pressed")).toBe("false");
      await pin.click();
      await items(page, "Backups").getByText("Pinned", { exact: true }).waitFor();
      expect(await pin.getAttribute("aria-pressed")).toBe("true");
    }));

  it("begins a restore with the copy that was chosen, and shows what differs from now", () =>
    onTab("overview", { configured: true, count: 2 }, async ({ page, fake }) => {
      await page
        .getByRole("button", { name: /^Restore the backup of / })
        .first()
        .click();
      await page.getByText(`Chosen: ${storedName(0)}`).waitFor();
      await textbox(page, "Backup key").fill(identity);
      await button(page, "Check the backup").click();
      await page.getByText("An intact backup of this console").waitFor();
      const table = page.getByRole("table", { name: "What the backup contains" });
      expect(await table.getByRole("row", { name: "People" }).textContent()).toBe("People12,48012,50020 fewer");
      expect(await table.getByRole("row", { name: "Authenticators" }).textContent()).toContain("2 more");
      expect(await table.getByRole("row", { name: "Administrators" }).textContent()).toContain("The same");
      await expectAccessible(page);
      await textbox(page, "Type RESTORE to confirm").fill("restore");
      await button(page, "Replace the database").click();
      await heading(page, "The backup was restored").waitFor();
      expect(inputs(fake, "archive.restore")).toEqual([
        { stored: { destination: destinationId(1), name: storedName(0) }, identity },
      ]);
    }));
});

describe("roles", () => {
  it("an auditor looks, and changes nothing", () =>
    inWindow({ role: "auditor", backups: full }, "/backup", async ({ page }) => {
      await heading(page, "Problems").waitFor();
      expect(await page.getByRole("tab").allTextContents()).toEqual([
        "Overview",
        "Locations",
        "Backup keys",
        "Schedule",
      ]);
      expect(await button(page, "Back up now").count()).toBe(0);
      expect(await page.getByRole("button", { name: /^(?:Pin|Restore|I have dealt)/u }).count()).toBe(0);
      await tab(page, "Locations").click();
      await items(page, "Backup locations").first().waitFor();
      expect(await page.getByRole("tabpanel").getByRole("button").count()).toBe(0);
      await tab(page, "Backup keys").click();
      await items(page, "Backup keys").first().waitFor();
      expect(await page.getByRole("tabpanel").getByRole("button").count()).toBe(0);
      await tab(page, "Schedule").click();
      await page.getByText("Only an owner can change the schedule.").waitFor();
      expect(await page.getByLabel("Weekly", { exact: true }).isDisabled()).toBe(true);
    }));

  it("an operator is told whom to tell", () =>
    inWindow({ role: "operator", backups: full }, "/people", async ({ page }) => {
      await page.getByText("Tell an owner.", { exact: false }).waitFor();
      expect(await page.getByRole("link", { name: "Go to the backups" }).count()).toBe(0);
    }));
});

describe("files", () => {
  it("are made for the backup keys without a passphrase", () =>
    onTab("create", full, async ({ page, fake }) => {
      await button(page, "Choose where to save").click();
      await page.getByLabel("The backup keys", { exact: true }).check();
      await page.getByText("Any one of these opens it: Safe of the administration.").waitFor();
      await button(page, "Create backup").click();
      await page.getByText("The backup was saved").waitFor();
      expect(inputs(fake, "archive.create")).toEqual([{ file: expect.any(String) as string }]);
    }));

  it("at a location are verified with a key file", () =>
    onTab("verify", full, async ({ page, fake }) => {
      await page.getByLabel("At a backup location", { exact: true }).check();
      await page.getByRole("combobox", { name: "Location" }).click();
      await page.getByRole("option", { name: "Disk in the cellar" }).click();
      await page.getByRole("radio", { name: storedName(2) }).check();
      await page.getByLabel("A key file", { exact: true }).check();
      await button(page, "Choose the key file").click();
      await textbox(page, "Passphrase of the file").fill("copper lantern meadow");
      await expectAccessible(page);
      await button(page, "Verify backup").click();
      await page.getByText("This backup is intact and can be restored").waitFor();
      expect(inputs(fake, "archive.verify")).toEqual([
        {
          stored: { destination: destinationId(1), name: storedName(2) },
          identityFile,
          passphrase: "copper lantern meadow",
        },
      ]);
    }));
});

describe("individual people who were deleted", () => {
  const result = (page: Page) => page.getByRole("table", { name: "Results" });

  async function fill(page: Page, usernames: string): Promise<void> {
    await page.getByLabel("Individual people who were deleted", { exact: true }).check();
    await button(page, "Choose a backup").click();
    await textbox(page, "Passphrase").fill("copper lantern meadow");
    expect(await button(page, "Restore people").isDisabled()).toBe(true);
    await textbox(page, "Usernames").fill(usernames);
    await button(page, "Restore people").click();
  }

  it("are restored, and the result for each is shown", () =>
    onTab("restore", full, async ({ page, fake }) => {
      await fill(page, " aino, bo.ek\n\ncilla;dag ");
      await page.getByText("2 people were restored").waitFor();
      await page.getByText("enrol 1 person again", { exact: false }).waitFor();
      const rows = result(page).getByRole("row");
      await rows.nth(4).waitFor();
      expect((await rows.allTextContents()).slice(1)).toEqual([
        "ainoRestored1Work again",
        "bo.ekRestored1; 1 counter-based or not in stock: enrol againNone",
        "cillaAlready here",
        "dagNot in the backup",
      ]);
      await expectAccessible(page);
      expect(await textbox(page, "Usernames").inputValue()).toBe("");
      const [sent] = inputs(fake, "archive.restoreUsers");
      expect(sent).toMatchObject({
        passphrase: "copper lantern meadow",
        usernames: ["aino", "bo.ek", "cilla", "dag"],
      });
    }));

  it("are restored only with a fresh code and an approval", () =>
    onTab(
      "restore",
      full,
      async ({ page, fake }) => {
        await fill(page, "aino");
        const fresh = page.getByRole("dialog", { name: "Confirm it is you" });
        await fresh.getByRole("textbox", { name: "Code", exact: true }).fill("123456");
        await textbox(page, "Recovery key").fill("0K7D");
        await button(page, "Approve").click();
        await page.getByText("1 person was restored").waitFor();
        expect(fake.count("archive.restoreUsers")).toBe(3);
      },
      { proof: { stepUp: true, countersign: "recovery key" } },
    ));

  it("keep what was typed when the backup does not open, with the reason", () =>
    onTab(
      "restore",
      full,
      async ({ page }) => {
        await fill(page, "aino");
        await page.getByRole("alert").getByText("The passphrase does not open this backup.").waitFor();
        expect(await textbox(page, "Usernames").inputValue()).toBe("aino");
        expect(await result(page).count()).toBe(0);
      },
      {
        failing: {
          "archive.restoreUsers": {
            code: "BACKUP_PASSPHRASE_WRONG",
          },
        },
      },
    ));
});

describe("a new computer", () => {
  it("restores from a bucket with the printed backup key", () =>
    inWindow({ phase: "empty" }, "", async ({ page, fake }) => {
      await button(page, "Restore from a backup").click();
      await page.getByLabel("In a bucket or a folder", { exact: true }).check();
      await fillBucket(page, deadEndpoint);
      await button(page, "Show what is there").click();
      await page.getByRole("alert").getByText("cannot be reached", { exact: false }).waitFor();
      await textbox(page, "Address of the server").fill("https://s3.lindenhof.example");
      await button(page, "Show what is there").click();
      await page.getByRole("radio", { name: storedName(1) }).check();
      // What is at a place was made for the recovery identities.
      expect(await page.getByLabel("A backup key", { exact: true }).isChecked()).toBe(true);
      await textbox(page, "Backup key").fill(` ${identity.slice(0, 43)}\n${identity.slice(43).toLowerCase()} `);
      await expectAccessible(page);
      await button(page, "Check the backup").click();
      await page.getByText("There is no console here that it would replace.").waitFor();
      await button(page, "Restore").click();
      await heading(page, "The backup was restored").waitFor();
      const input = {
        stored: {
          settings: {
            kind: "s3",
            endpoint: "https://s3.lindenhof.example",
            region: "eu-north-1",
            bucket: "console-backups",
            prefix: "countersign/",
            pathStyle: true,
            ca: null,
          },
          keys: { accessKeyId: "AKIA0001", secretAccessKey: "violet harbour" },
          name: storedName(1),
        },
        // What the paper breaks over two lines belongs together.
        identity: identity.slice(0, 43) + identity.slice(43).toLowerCase(),
      };
      expect(inputs(fake, "archive.preview")).toEqual([input]);
      expect(inputs(fake, "archive.restore")).toEqual([input]);
    }));

  it("clears the list when the location is changed", () =>
    inWindow({ phase: "empty" }, "", async ({ page }) => {
      await button(page, "Restore from a backup").click();
      await page.getByLabel("In a bucket or a folder", { exact: true }).check();
      await page.getByLabel("A folder", { exact: true }).check();
      await button(page, "Choose a folder").click();
      await button(page, "Show what is there").click();
      await page.getByRole("radio", { name: storedName(1) }).check();
      await page.getByLabel("A bucket", { exact: true }).check();
      await textbox(page, "Bucket").waitFor();
      expect(await page.getByRole("radio", { name: storedName(1) }).count()).toBe(0);
    }));
});

describe("the page is accessible in light and dark, and overflows nowhere", () => {
  it.each(["overview", "locations", "schedule"])("%s, with everything that can be on it", (name) =>
    onTab(name, full, async ({ page }) => {
      await page.getByRole("tabpanel").getByRole("heading").first().waitFor();
      await expectAccessible(page);
    }),
  );

  it("on other pages, with what needs attention", () =>
    inWindow({ role: "owner", backups: full }, "/health", async ({ page }) => {
      await page.getByText("Backups need attention").first().waitFor();
      await expectAccessible(page);
    }));
});
