import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { defaultPlan } from "#shared/model/backups.ts";
import { text } from "#shared/texts/text.ts";
import { expectAccessible } from "./accessible.ts";
import { fillBucket } from "./bucket-form.ts";
import { deadEndpoint, destinationId, folder, identity, storedName, wrongIdentity } from "./fake/backups.ts";
import { identityFile, type Scenario } from "./fake/console.ts";
import { button, heading, inputs, type Use, useRenderer } from "./harness.ts";
import type { OpenedWindow } from "./window.ts";

const openWindow = useRenderer();

const textbox = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
const items = (page: Page, list: string) => page.getByRole("list", { name: list, exact: true }).locator("> li");

const inWindow = (scenario: Scenario, at: string, use: Use): Promise<void> => openWindow(scenario, { at }, use);

const onTab = (
  name: string,
  backups: Scenario["backups"],
  use: (window: OpenedWindow) => Promise<void>,
  over: Scenario = {},
): Promise<void> => inWindow({ role: "owner", ...(backups ? { backups } : {}), ...over }, `/backup?tab=${name}`, use);

const full = { configured: true, count: 23, problem: true, unproven: true };

describe("locations", () => {
  it("are listed with their state, tested, switched off and removed", () =>
    onTab("locations", full, async ({ page, fake }) => {
      await items(page, "Backup locations").nth(1).waitFor();
      expect(await items(page, "Backup locations").nth(0).textContent()).toMatch(/Working.*Backup disk/u);
      expect(await items(page, "Backup locations").nth(1).textContent()).toMatch(
        /Needs attention.*console-backups\/countersign\/ at https.*failed: The server refuses these access keys/u,
      );
      await button(page, "Check now: Disk in the cellar").click();
      await page.getByText("Disk in the cellar stores and returns backups.").waitFor();
      await page.getByLabel("Send backups to Disk in the cellar").click();
      await items(page, "Backup locations").nth(0).getByText("Switched off").waitFor();
      await button(page, "Remove: Bucket in Umeå").click();
      await page.getByText("The backups there stay.").waitFor();
      await button(page, "Remove").click();
      await items(page, "Backup locations").nth(1).waitFor({ state: "detached" });
      expect(inputs(fake, "destinations.change")).toEqual([{ id: destinationId(1), enabled: false }]);
    }));

  it("show what is there, and a restore begins from it", () =>
    onTab("locations", full, async ({ page }) => {
      await button(page, "Show what is there: Bucket in Umeå").click();
      const table = page.getByRole("table", { name: "Backups at Bucket in Umeå" });
      await table.getByRole("row").nth(3).waitFor();
      expect(await table.getByRole("row").nth(3).textContent()).toContain("Another one");
      await expectAccessible(page);
      await button(page, `Restore ${storedName(2)}`).click();
      await page.getByText(`Chosen: ${storedName(2)}`).waitFor();
    }));

  it("takes a folder", () =>
    onTab("locations", {}, async ({ page, fake }) => {
      await button(page, "Add a folder").click();
      await textbox(page, "Name").fill("Disk in the cellar");
      await button(page, "Choose a folder").click();
      await page.getByRole("group", { name: "Folder" }).getByText(folder).waitFor();
      await button(page, "Add").click();
      await items(page, "Backup locations").getByText("Disk in the cellar").waitFor();
      expect(inputs(fake, "files.chooseFolder")).toEqual([{ purpose: "destination" }]);
      expect(inputs(fake, "destinations.add")).toEqual([
        { name: "Disk in the cellar", settings: { kind: "folder", path: folder }, keys: null },
      ]);
    }));

  it("takes a bucket, and says at the field what is wrong", () =>
    onTab("locations", {}, async ({ page, fake }) => {
      await button(page, "Add a bucket").click();
      await textbox(page, "Name").fill("Umeå");
      await fillBucket(page, deadEndpoint);
      await button(page, "The server's certificate is from our own authority").click();
      await textbox(page, "Certificate of the authority").fill("-----BEGIN CERTIFICATE-----");
      await button(page, "Test and add").click();
      await page.getByText("No server answers at this address.").waitFor();
      expect(await textbox(page, "Address of the server").getAttribute("aria-invalid")).toBe("true");
      await expectAccessible(page);
      await textbox(page, "Address of the server").fill("https://s3.lindenhof.example");
      await button(page, "Test and add").click();
      await items(page, "Backup locations").getByText("Umeå").waitFor();
      expect(inputs(fake, "destinations.add").at(-1)).toEqual({
        name: "Umeå",
        settings: {
          kind: "s3",
          endpoint: "https://s3.lindenhof.example",
          region: "eu-north-1",
          bucket: "console-backups",
          prefix: "countersign/",
          pathStyle: true,
          ca: "-----BEGIN CERTIFICATE-----",
        },
        keys: { accessKeyId: "AKIA0001", secretAccessKey: "violet harbour" },
      });
    }));

  it("takes new access keys", () =>
    onTab("locations", full, async ({ page, fake }) => {
      await button(page, "New access keys: Bucket in Umeå").click();
      await textbox(page, "Access key").fill("AKIA0002");
      await textbox(page, "Secret key").fill("quilt");
      await button(page, "Test and save").click();
      await page.getByText("Bucket in Umeå accepts the new keys.").waitFor();
      expect(inputs(fake, "destinations.change")).toEqual([
        { id: destinationId(2), keys: { accessKeyId: "AKIA0002", secretAccessKey: "quilt" } },
      ]);
    }));
});

describe("backup keys", () => {
  it("a new one is shown once, printed or saved, and asks before it closes", () =>
    onTab("backup-keys", {}, async ({ page, fake }) => {
      await button(page, "Create a backup key").click();
      await textbox(page, "Name").fill("Safe");
      await button(page, "Create key").click();
      const shown = page.getByRole("group", { name: "Backup key" });
      expect(await shown.textContent()).toBe(identity);
      await page.keyboard.press("Escape");
      expect(await shown.textContent()).toBe(identity);
      expect(await button(page, "Close").isDisabled()).toBe(true);
      await button(page, "Save as PDF").click();
      await page.getByText("Saved as", { exact: false }).waitFor();
      await button(page, "Save it to a file with a passphrase").click();
      await button(page, "Choose where to save").click();
      await textbox(page, "Passphrase").fill("copper lantern meadow");
      await textbox(page, "Passphrase again").fill("copper lantern meadow");
      await button(page, "Save").click();
      await page.getByText(`Saved as ${identityFile}`).waitFor();
      await page.getByLabel("I have printed or saved it").check();
      await button(page, "Close").click();
      await items(page, "Backup keys").getByText("Safe", { exact: true }).waitFor();
      expect(await page.getByText(identity).count()).toBe(0);
      expect(inputs(fake, "files.saveSheet")).toMatchObject([
        { sheet: { kind: "recovery-identity", subject: "Safe", secrets: [identity] } },
      ]);
      expect(inputs(fake, "recipients.saveIdentity")).toEqual([
        { identity, file: identityFile, passphrase: "copper lantern meadow" },
      ]);
    }));

  it("of another program is added by its recipient, with what is wrong at the field", () =>
    onTab("backup-keys", {}, async ({ page }) => {
      await button(page, "Add an age recipient").click();
      await textbox(page, "Name").fill("Deputy");
      await textbox(page, "Recipient").fill("ssh-ed25519 AAAA");
      await button(page, "Add").click();
      await page.getByText("This does not begin with age1.").waitFor();
      await textbox(page, "Recipient").fill("age1qpzry9x8gf2tvdw0s3jn54khce6mua7l");
      await button(page, "Add").click();
      await items(page, "Backup keys").getByText("Deputy").waitFor();
      expect(await page.getByRole("dialog").count()).toBe(0);
    }));

  it("is tested from paper or from a file, and the date is recorded", () =>
    onTab("backup-keys", full, async ({ page, fake }) => {
      await items(page, "Backup keys").getByText("last tested: never", { exact: false }).waitFor();
      await button(page, "Test this key").click();
      await textbox(page, "Backup key").fill(wrongIdentity);
      await button(page, "Check").click();
      await page.getByRole("alert").waitFor();
      await page.getByLabel("In a file", { exact: true }).check();
      await button(page, "Choose the key file").click();
      await textbox(page, "Passphrase of the file").fill("copper lantern meadow");
      await button(page, "Check").click();
      await page.getByText("The date was recorded.", { exact: false }).last().waitFor();
      await page.getByText("last tested: never", { exact: false }).waitFor({ state: "detached" });
      expect(inputs(fake, "recipients.prove").at(-1)).toEqual({
        identityFile,
        passphrase: "copper lantern meadow",
      });
    }));

  it("is removed after its consequences were shown", () =>
    onTab("backup-keys", full, async ({ page }) => {
      await button(page, "Remove: Safe of the administration").click();
      await page.getByText("It is the last one", { exact: false }).waitFor();
      await button(page, "Remove").click();
      await heading(page, "No backup key yet").waitFor();
      expect(await button(page, "Test this key").count()).toBe(0);
    }));
});

describe("the schedule", () => {
  it("is saved as it was typed", () =>
    onTab("schedule", {}, async ({ page, fake }) => {
      await page.getByLabel("Every week", { exact: true }).check();
      await page.getByRole("combobox", { name: "Day" }).click();
      await page.getByRole("option", { name: "Sunday" }).click();
      await page.getByRole("combobox", { name: "Time" }).click();
      await page.getByRole("option", { name: "03:00" }).click();
      await page.getByLabel("Monthly", { exact: true }).fill("24");
      await page.getByLabel("After each backup, remove those that no rule keeps").check();
      await button(page, "Save").click();
      await page.getByText("Schedule saved").waitFor();
      expect(inputs(fake, "backupPlan.set")).toEqual([
        {
          plan: {
            ...defaultPlan,
            every: "week",
            weekday: 7,
            hour: 3,
            prune: true,
            retention: { ...defaultPlan.retention, monthly: 24 },
          },
        },
      ]);
    }));

  it("says at the field what is wrong, and keeps the rest", () =>
    onTab(
      "schedule",
      {},
      async ({ page }) => {
        await page.getByLabel("Daily", { exact: true }).fill("2000");
        await button(page, "Save").click();
        await page.getByText("Use at most 1000.").waitFor();
        expect(await page.getByLabel("Daily", { exact: true }).inputValue()).toBe("2000");
      },
      {
        failing: {
          "backupPlan.set": {
            code: "INVALID_INPUT",
            fields: { "plan.retention.daily": text("input.useAtMost", { most: 1000 }) },
          },
        },
      },
    ));

  it("shows what would be removed and why the others stay, before anything is removed", () =>
    onTab("schedule", full, async ({ page, fake }) => {
      await button(page, "Show what would be removed").click();
      await page.getByText("2 of 6 copies would be removed.").waitFor();
      const table = page.getByRole("table", { name: "What would be removed" });
      expect(await table.getByRole("row").nth(1).textContent()).toContain("Keep: newest that passed a test restore");
      expect(await table.getByRole("row").nth(3).textContent()).toContain("Keep: pinned, newest of its day");
      expect(await table.getByRole("row").nth(5).textContent()).toMatch(/Remove$/u);
      await button(page, "Remove them now").click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
      await page.getByText("2 copies were removed").waitFor();
      expect(inputs(fake, "backupPlan.prune")).toEqual([{ dryRun: true }, { dryRun: false }]);
    }));
});
