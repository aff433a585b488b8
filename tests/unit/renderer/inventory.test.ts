import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { actsOf } from "../../../src/renderer/features/inventory/words.ts";
import { expectAccessible } from "./accessible.ts";
import type { Scenario } from "./fake/console.ts";
import { wrongCode } from "./fake/inventory.ts";
import { backupCodes, peopleOf, tokenId } from "./fake/records.ts";
import { button, heading, type Use, useRenderer } from "./harness.ts";
import type { OpenedWindow } from "./window.ts";

const inWindow = useRenderer();

const onHardware = (scenario: Scenario, use: Use): Promise<void> =>
  inWindow(scenario, { at: "/hardware" }, async (window) => {
    await window.page.getByRole("heading", { name: "Hardware tokens", exact: true }).waitFor();
    await use(window);
  });

const search = (page: Page) => page.getByLabel("Search hardware tokens");
const focused = (page: Page, label: string) => page.locator("input:focus").and(page.getByLabel(label)).waitFor();
const row = (page: Page, serial: string) => page.getByRole("row").filter({ hasText: serial });
const inputs = ({ fake }: OpenedWindow, procedure: string) =>
  fake.calls.filter((call) => call.procedure === procedure).map(({ input }) => input);

async function act(page: Page, serial: string, name: string): Promise<void> {
  await button(page, `Actions for ${serial}`).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

const people = peopleOf(137);
/** Without an authenticator, and with one. */
const newcomer = people.find(({ enrolment, status }) => enrolment === "none" && status === "active");
const enrolled = people.find(({ enrolment, status }) => enrolment === "active" && status === "active");

describe("the inventory", () => {
  it("counts and filters by state, says what a state means, and links to the holder", () =>
    onHardware({ role: "helpdesk" }, async ({ page }) => {
      await page.getByText("In stock (16)").waitFor();
      await page.getByText("Lost (8)").click();
      await page.getByText("Its codes are refused and it cannot be assigned.", { exact: false }).waitFor();
      await expect.poll(() => page.getByRole("table").getByText("Lost", { exact: true }).count()).toBe(8);
      await page.getByText("Assigned (16)").click();
      await page.getByRole("link", { name: people[0]?.name ?? "", exact: true }).click();
      await heading(page, people[0]?.name ?? "").waitFor();
    }));

  it("offers no act to those who may only read", () =>
    onHardware({ role: "auditor" }, async ({ page, fake }) => {
      await row(page, "FT-200432").waitFor();
      expect(await page.getByRole("button", { name: /^Actions for/u }).count()).toBe(0);
      expect(await button(page, "Add a token").count()).toBe(0);
      await search(page).fill("FT-200432");
      await page.keyboard.press("Enter");
      await expect.poll(() => page.getByRole("row").count()).toBe(2);
      expect(await page.getByRole("dialog").count()).toBe(0);
      expect(fake.count("inventory.assign")).toBe(0);
    }));

  it("explains each state from the keyboard", () =>
    onHardware({ role: "owner" }, async ({ page }) => {
      await button(page, "What the states mean").focus();
      await page.keyboard.press("Enter");
      await page.getByText("its secret is erased", { exact: false }).waitFor();
      await expectAccessible(page);
    }));

  it("leads from each state only where its rules allow", () => {
    expect(actsOf.retired).toEqual([]);
    expect(actsOf.lost).not.toContain("assign");
    expect(actsOf.assigned).not.toContain("assign");
  });
});

describe("assigning", () => {
  it("goes from a scan to the next scan by keyboard alone, and shows new backup codes once", () =>
    onHardware({ role: "operator" }, async (window) => {
      const { page } = window;
      await focused(page, "Search hardware tokens");
      // As a barcode reader types: all at once, and Enter.
      await page.keyboard.type("ft-200432");
      await page.keyboard.press("Enter");
      await heading(page, "Assign FT-200432").waitFor();
      await focused(page, "Person");
      await page.keyboard.type(newcomer?.username ?? "");
      await page.getByRole("option", { name: newcomer?.name ?? "", exact: false }).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await focused(page, "Code");
      await page.keyboard.type("492 817");
      await page.keyboard.press("Enter");
      await heading(page, `Backup codes for ${newcomer?.name}`).waitFor();
      expect(await page.getByRole("list", { name: "Backup codes" }).locator("code").allTextContents()).toEqual(
        backupCodes,
      );
      await page.keyboard.press("Escape");
      await page.getByLabel(`${newcomer?.name} has these codes`).check();
      await button(page, "Done").click();
      expect(inputs(window, "inventory.assign")).toEqual([
        { serial: "FT-200432", user: { id: newcomer?.id }, code: "492817" },
      ]);
      await focused(page, "Search hardware tokens");
      expect(await search(page).inputValue()).toBe("");
      expect(await page.getByText(backupCodes[0] ?? "").count()).toBe(0);
      await page.getByText("Assigned (17)").waitFor();
    }));

  it("says why a scanned token cannot be assigned, and offers to add an unknown one", () =>
    onHardware({ role: "owner" }, async ({ page }) => {
      await search(page).fill("FT-200435");
      await page.keyboard.press("Enter");
      await page.getByText("FT-200435 cannot be assigned: lost").waitFor();
      await search(page).fill("FT-200431");
      await page.keyboard.press("Enter");
      await page.getByText(`FT-200431 cannot be assigned: ${people[0]?.name} has it`).waitFor();
      await search(page).fill("XX-1");
      await page.keyboard.press("Enter");
      await page.getByText("No hardware token has the serial number XX-1").waitFor();
      await button(page, "Add it").click();
      expect(await page.getByLabel("Serial number", { exact: true }).inputValue()).toBe("XX-1");
    }));

  it("can take the place of an authenticator, and keeps what was typed after a wrong code", () =>
    onHardware({ role: "owner" }, async (window) => {
      const { page } = window;
      await act(page, "FT-200433", "Assign");
      await page.getByRole("combobox", { name: "Person" }).fill(enrolled?.username ?? "");
      await page
        .getByRole("option", { name: enrolled?.name ?? "" })
        .first()
        .click();
      await page.getByRole("combobox", { name: "Replaces" }).click();
      await page.getByRole("option", { name: "Phone 1", exact: true }).click();
      await page.getByLabel("Code", { exact: true }).fill(wrongCode);
      await page
        .getByRole("alert")
        .getByText("This code does not belong to the authenticator. Try the next code.")
        .waitFor();
      await expectAccessible(page);
      await page.getByLabel("Code", { exact: true }).fill("492817");
      await page.getByText("Assigned (17)").waitFor();
      expect(await page.getByRole("dialog").count()).toBe(0);
      expect(inputs(window, "inventory.assign").at(-1)).toMatchObject({ replaces: tokenId(1) });
    }));
});

describe("the moves of a token", () => {
  it("asks for a code to take one back", () =>
    onHardware({ role: "owner" }, async (window) => {
      const { page } = window;
      await act(page, "FT-200431", "Unassign");
      await heading(page, "Unassign FT-200431?").waitFor();
      expect(await button(page, "Unassign").isDisabled()).toBe(true);
      await page.getByLabel("Reason", { exact: true }).fill("Left the ward");
      await page.getByLabel("Code", { exact: true }).fill("492817");
      await page.getByText("In stock (17)").waitFor();
      expect(inputs(window, "inventory.unassign")).toMatchObject([{ code: "492817", reason: "Left the ward" }]);
    }));

  it("reports as lost, finds again, and retires for good after saying what that means", () =>
    onHardware({ role: "owner" }, async ({ page }) => {
      await act(page, "FT-200431", "Report as lost");
      await page.getByText(`${people[0]?.name} needs a backup code`, { exact: false }).waitFor();
      await button(page, "Report as lost").click();
      await page.getByText("Lost (9)").waitFor();
      await act(page, "FT-200431", "Mark as found");
      await button(page, "Mark as found").click();
      await page.getByText("Lost (8)").waitFor();
      await act(page, "FT-200431", "Retire");
      await page.getByText("Its seed is erased", { exact: false }).waitFor();
      await expectAccessible(page);
      await button(page, "Retire permanently").click();
      await page.getByText("Retired (9)").waitFor();
      expect(await button(page, "Actions for FT-200431").count()).toBe(0);
    }));
});

describe("adding", () => {
  it("hides the seed, marks a taken serial number, and goes on with the next of the same model", () =>
    onHardware({ role: "owner" }, async (window) => {
      const { page } = window;
      await button(page, "Add a token").click();
      await page.getByLabel("Serial number", { exact: true }).fill("ft-200431");
      await page.getByLabel("Model", { exact: true }).fill("Feitian c200");
      const seed = page.getByLabel("Seed", { exact: true });
      expect(await seed.getAttribute("type")).toBe("password");
      await seed.fill("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
      await page.getByRole("radiogroup", { name: "New code every" }).getByText("60 s").click();
      await expectAccessible(page);
      await button(page, "Add").click();
      await page.getByText("This serial number is already taken.").waitFor();
      await page.getByLabel("Serial number", { exact: true }).fill("FT-9");
      await button(page, "Add").click();
      await page.getByText("FT-9 was added. Ready for the next one.").waitFor();
      await focused(page, "Serial number");
      expect(await seed.inputValue()).toBe("");
      expect(await page.getByLabel("Model", { exact: true }).inputValue()).toBe("Feitian c200");
      expect(inputs(window, "inventory.add").at(-1)).toEqual({
        serial: "FT-9",
        model: "Feitian c200",
        kind: "totp",
        algorithm: "SHA1",
        digits: 6,
        period: 60,
        seed: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      });
    }));
});

describe("a token that was entered wrongly or is far off", () => {
  it("is corrected after its code was refused, from the same place", () =>
    onHardware({ role: "operator" }, async (window) => {
      const { page } = window;
      await act(page, "FT-200432", "Assign");
      await page.getByRole("combobox", { name: "Person" }).fill(newcomer?.username ?? "");
      await page.getByRole("option", { name: newcomer?.name ?? "", exact: false }).click();
      await page.getByLabel("Code", { exact: true }).fill(wrongCode);
      await button(page, "Correct its details").click();
      await heading(page, "Correct FT-200432").waitFor();
      await page.getByRole("radiogroup", { name: "New code every" }).getByText("30 s").click();
      await page.getByLabel("Model", { exact: true }).fill("Card");
      await expectAccessible(page);
      await button(page, "Save").click();
      await page.getByText("FT-200432 was corrected.").waitFor();
      expect(inputs(window, "inventory.correct")).toMatchObject([{ serial: "FT-200432", model: "Card", period: 30 }]);
    }));

  it("is resynchronised with three codes and a reason", () =>
    onHardware({ role: "operator" }, async (window) => {
      const { page } = window;
      await act(page, "FT-200432", "Resynchronise");
      await page.getByLabel("First code").fill("111 111");
      await page.getByLabel("Second code").fill("222 222");
      await page.getByLabel("Third code").fill("333 333");
      expect(await button(page, "Resynchronise").isDisabled()).toBe(true);
      await page.getByLabel("Reason").fill("Pressed in a drawer");
      await expectAccessible(page);
      await button(page, "Resynchronise").click();
      await page.getByText("FT-200432 is resynchronised", { exact: false }).waitFor();
      expect(inputs(window, "inventory.resync")).toMatchObject([{ third: "333 333", reason: "Pressed in a drawer" }]);
    }));
});
