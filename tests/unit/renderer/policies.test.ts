import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { policyKeys } from "#shared/model/policy.ts";
import { text } from "#shared/texts/text.ts";
import { boundsOf } from "../../../src/renderer/features/policies/setting.ts";
import { settingGroups } from "../../../src/renderer/features/policies/settings.ts";
import { expectAccessible } from "./accessible.ts";
import type { FakeConsole, Scenario } from "./fake/console.ts";
import { button, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const onPolicies = (scenario: Scenario, use: Use): Promise<void> =>
  inWindow(scenario, { at: "/policies" }, async (window) => {
    await window.page.getByRole("heading", { name: "Policies", exact: true }).waitFor();
    await use(window);
  });

const setting = (page: Page, label: string) => page.getByRole("group", { name: label, exact: true }).first();
const amount = (page: Page, label: string) => page.getByRole("textbox", { name: label, exact: true });
const changes = (page: Page) => page.getByRole("list", { name: "Changes" }).getByRole("listitem");
const sent = (fake: FakeConsole) =>
  fake.calls.filter(({ procedure }) => procedure === "policies.set").map(({ input }) => input);

const settings = settingGroups.flatMap((group) => group.settings);

describe("the settings", () => {
  it("are every key of the policy once", () => {
    expect(settings.map(({ key }) => key).toSorted()).toEqual(policyKeys.toSorted());
  });

  it("name the standard that sets their bound, or say that none does", () => {
    for (const { key, bound } of settings) {
      expect(bound, key).toMatch(/RFC \d{4}|NIST SP 800-63B-4 \d|Key URI|The console's own/u);
    }
  });

  it("take the numbers of their bound from the schema that checks them", () => {
    const boundOf = (wanted: string) => settings.find(({ key }) => key === wanted)?.bound;
    expect(boundsOf("failureLimit")).toEqual({ min: 5, max: 100 });
    expect(boundOf("failureLimit")).toBe("5 to 100. NIST SP 800-63B-4 3.2.2: at most 100.");
    expect(boundOf("longestDelaySeconds")).toBe("1 min to 24 h. NIST SP 800-63B-4 3.2.2 goes up to an hour.");
  });
});

describe("an owner", () => {
  it("sees what changes, before and after, with a warning where it weakens, and sends only that", () =>
    onPolicies({ role: "owner" }, async ({ page, fake }) => {
      await page.getByText("No changes yet.", { exact: false }).waitFor();
      await amount(page, "Accepted steps").fill("3");
      await amount(page, "Wrong codes until locked").fill("20");
      await setting(page, "Kinds").getByLabel("Counter (HOTP)").check();
      expect(await changes(page).allTextContents()).toEqual([
        expect.stringMatching(/^KindsTime \(TOTP\) → Time \(TOTP\), Counter \(HOTP\)Weaker: /u),
        expect.stringMatching(/^Accepted steps1 → 3Weaker: Every further step/u),
        "Wrong codes until locked100 → 20",
      ]);
      await page.getByLabel("Reason", { exact: true }).fill("Key fobs arrive");
      await button(page, "Save").click();
      await page.getByText("Policies saved").waitFor();
      expect(sent(fake)).toEqual([
        {
          changes: { kinds: ["totp", "hotp"], acceptedSteps: 3, failureLimit: 20 },
          reason: "Key fobs arrive",
        },
      ]);
      await page.getByText("No changes yet.", { exact: false }).waitFor();
      expect(await amount(page, "Accepted steps").inputValue()).toBe("3");
    }));

  it("sees which changes need a second approval", () =>
    onPolicies({ role: "owner" }, async ({ page }) => {
      await amount(page, "Longest session").fill("24");
      await setting(page, "Second factor can be turned off").getByRole("switch").check();
      await setting(page, "Without a second administrator").getByText("Waiting period", { exact: true }).click();
      await amount(page, "A fresh code is valid for").fill("2");
      await amount(page, "Codes in a set").fill("12");
      expect(await changes(page).allTextContents()).toEqual([
        "Codes in a set10 → 12",
        expect.stringMatching(/^Longest session12 hours → 24 hoursWeaker: .*Needs a second approval\.$/u),
        expect.stringMatching(/^Second factor can be turned offOff → OnWeaker: .*Needs a second approval\.$/u),
        "A fresh code is valid for5 min → 2 min",
        expect.stringMatching(
          /^Without a second administratorRecovery key → Waiting periodWeaker: .*Needs a second approval\.$/u,
        ),
      ]);
      await page.getByText("a second administrator is asked to approve", { exact: false }).waitFor();
      await amount(page, "Longest session").fill("25");
      await page.getByText("At most 24.", { exact: true }).waitFor();
    }));

  it("is told of a bound and of two settings that contradict each other, and cannot save them", () =>
    onPolicies({ role: "owner" }, async ({ page, fake }) => {
      await amount(page, "Wrong codes until locked").fill("101");
      await page.getByText("At most 100.", { exact: true }).waitFor();
      expect(await button(page, "Save").isDisabled()).toBe(true);
      await amount(page, "Wrong codes until locked").fill("");
      await page.getByText("Enter a whole number.", { exact: true }).waitFor();
      expect(await changes(page).allTextContents()).toEqual(["Wrong codes until locked100 → Empty"]);
      await amount(page, "Wrong codes until locked").fill("100");
      expect(await changes(page).count()).toBe(0);
      await amount(page, "First delay").fill("600");
      await amount(page, "Longest delay").fill("300");
      await page.getByText("The longest delay may not be shorter than the first.").waitFor();
      expect(await button(page, "Save").isDisabled()).toBe(true);
      await amount(page, "Longest delay").fill("3600");
      await setting(page, "Algorithms").getByLabel("SHA1").uncheck();
      await setting(page, "Default algorithm").getByText("The default must be allowed.").waitFor();
      await setting(page, "Default algorithm").getByText("SHA256", { exact: true }).click();
      await button(page, "Save").click();
      await page.getByText("Policies saved").waitFor();
      expect(sent(fake)).toEqual([
        { changes: { algorithms: ["SHA256", "SHA512"], defaultAlgorithm: "SHA256", firstDelaySeconds: 600 } },
      ]);
    }));

  it("takes a setting back to its default, which is named", () =>
    onPolicies({ role: "owner" }, async ({ page }) => {
      await setting(page, "Look-ahead").getByText("Default: 10", { exact: true }).waitFor();
      await button(page, "Reset to default: Look-ahead").click();
      expect(await amount(page, "Look-ahead").inputValue()).toBe("10");
      expect(await changes(page).allTextContents()).toEqual(["Look-ahead20 → 10"]);
      await setting(page, "Look-ahead").getByText("This is the default.").waitFor();
      expect(await button(page, "Reset to default: Look-ahead").count()).toBe(0);
      await button(page, "Discard").click();
      expect(await amount(page, "Look-ahead").inputValue()).toBe("20");
    }));

  it("finds a refusal at the setting that it is about, with all that was typed", () =>
    onPolicies(
      {
        role: "owner",
        failing: {
          "policies.set": {
            code: "POLICY_REFUSED",
            fields: { "changes.letterDays": text("plain.legacy", { sentence: "Letters are on their way." }) },
          },
        },
      },
      async ({ page }) => {
        await amount(page, "Time to use a letter").fill("7");
        await page.getByLabel("Reason", { exact: true }).fill("Shorter");
        await button(page, "Save").click();
        await page.getByRole("alert").getByText("The policy does not allow this.").waitFor();
        await setting(page, "Time to use a letter").getByText("Letters are on their way.").waitFor();
        expect(await amount(page, "Time to use a letter").inputValue()).toBe("7");
        expect(await page.getByLabel("Reason", { exact: true }).inputValue()).toBe("Shorter");
      },
    ));

  it("is asked before changes are left behind", () =>
    onPolicies({ role: "owner" }, async ({ page }) => {
      await amount(page, "Look-ahead").fill("12");
      await page.getByRole("link", { name: "Health" }).click();
      await page.getByRole("heading", { name: "Leave without saving?" }).waitFor();
      await button(page, "Stay").click();
      expect(await amount(page, "Look-ahead").inputValue()).toBe("12");
      await page.getByRole("link", { name: "Health" }).click();
      await button(page, "Leave").click();
      await page.getByRole("heading", { name: "Health" }).first().waitFor();
    }));
});

describe("everyone else", () => {
  it("reads the policies with their bounds and cannot change them", () =>
    onPolicies({ role: "auditor" }, async ({ page }) => {
      await page.getByText("Only owners can change them.", { exact: false }).waitFor();
      expect(await setting(page, "Look-ahead").textContent()).toMatch(/RFC 4226 7\.4.*20$/u);
      expect(await page.locator("#content").locator("input, button").count()).toBe(0);
    }));
});

describe("the page is accessible in light and dark, and overflows nowhere", () => {
  it("for readers", () =>
    onPolicies({ role: "helpdesk" }, async ({ page }) => {
      await setting(page, "Look-ahead").waitFor();
      await expectAccessible(page);
    }));
});
