import type { Page } from "playwright-core";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import type { Scenario } from "./fake/console.ts";
import { recoveryKey } from "./fake/records.ts";
import { shareOf, wrongSecret } from "./fake/vault.ts";
import { button, heading, inputs, type Use, useRenderer } from "./harness.ts";
import { proveCopy } from "./prove-copy.ts";
import type { OpenedWindow } from "./window.ts";

const openWindow = useRenderer();

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true }).and(page.locator("input"));
const ways = (page: Page) => page.getByRole("list", { name: "What opens the console" }).getByRole("listitem");

const inWindow = (scenario: Scenario, at: string, use: Use): Promise<void> => openWindow(scenario, { at }, use);

const onKeys = (vault: Scenario["vault"], use: (window: OpenedWindow) => Promise<void>): Promise<void> =>
  inWindow({ role: "owner", ...(vault ? { vault } : {}) }, "/keys", async (window) => {
    await ways(window.page).first().waitFor();
    await use(window);
  });

describe("what opens the console", () => {
  it("is listed with when it was made and last tested", () =>
    onKeys({}, async ({ page }) => {
      expect(await ways(page).allTextContents()).toEqual([
        expect.stringMatching(/^This computer's keychain.*Made \d/u),
        expect.stringMatching(/^Passphrase “Safe in the cellar”.*not tested yet.*Change/u),
        expect.stringMatching(/^The owner's password/u),
        expect.stringMatching(/^Recovery key/u),
      ]);
      expect(await page.getByText("more than 90 days", { exact: false }).count()).toBe(0);
    }));

  it("takes a further passphrase, and says when its label is taken", () =>
    onKeys({}, async ({ page, fake }) => {
      await button(page, "Add a passphrase").click();
      await field(page, "Label").fill("Safe in the cellar");
      await field(page, "Passphrase").fill("copper lantern meadow");
      await field(page, "Passphrase again").fill("copper lantern meadow");
      await page.keyboard.press("Enter");
      await page.getByText("There is already one with this label.").waitFor();
      await field(page, "Label").fill("Deputy");
      await page.keyboard.press("Enter");
      await page.getByText("The passphrase now opens the console.").waitFor();
      await ways(page).getByText("Passphrase “Deputy”").waitFor();
      expect(inputs(fake, "vault.addPassphrase").at(-1)).toEqual({
        label: "Deputy",
        passphrase: "copper lantern meadow",
      });
    }));

  it("changes a passphrase only against the present one", () =>
    onKeys({}, async ({ page, fake }) => {
      await button(page, "Change: Passphrase “Safe in the cellar”").click();
      await field(page, "Current passphrase").fill(wrongSecret);
      await field(page, "New passphrase").fill("copper lantern meadow");
      await field(page, "New passphrase again").fill("copper lantern meadow");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").getByText("does not open this console.", { exact: false }).waitFor();
      await field(page, "Current passphrase").fill("violet harbour quilt");
      await page.keyboard.press("Enter");
      await page.getByText("The previous passphrase no longer opens the console.").waitFor();
      expect(fake.count("vault.changePassphrase")).toBe(2);
    }));

  it("keeps the last way that a person can take", () =>
    inWindow({ role: "owner", failing: { "vault.removeSlot": { code: "LAST_SLOT" } } }, "/keys", async ({ page }) => {
      await button(page, "Remove: The owner's password").click();
      await button(page, "Remove").click();
      await page.getByRole("alert").getByText("cannot be removed.", { exact: false }).waitFor();
      expect(await ways(page).count()).toBe(4);
    }));
});

describe("the recovery key", () => {
  it("asks for a test when the last one is long ago, and the test is recorded", () =>
    onKeys({ testedMonthsAgo: 5 }, async ({ page, fake }) => {
      await page.getByText("The recovery key has not been tested for more than 90 days").waitFor();
      await button(page, "Test it now").click();
      await field(page, "Recovery key").fill(wrongSecret);
      await page.keyboard.press("Enter");
      await page.getByRole("alert").waitFor();
      await field(page, "Recovery key").fill(recoveryKey);
      await page.keyboard.press("Enter");
      await page.getByText("The test was recorded with today's date.").waitFor();
      await page.getByText("more than 90 days", { exact: false }).waitFor({ state: "detached" });
      expect(inputs(fake, "vault.check").at(-1)).toEqual({ recoveryKey });
    }));

  it("is announced as untested on every page of an owner until it is tested, with a way to the test", () =>
    inWindow({ role: "owner", vault: { untested: true } }, "/people", async ({ page }) => {
      const notice = page.getByText("The recovery key has not been tested yet");
      await notice.waitFor();
      await expectAccessible(page);
      await page.getByRole("link", { name: "Policies" }).click();
      await heading(page, "Policies").waitFor();
      await notice.waitFor();
      await page.getByRole("link", { name: "Test it now" }).click();
      await button(page, "Test it now").click();
      await field(page, "Recovery key").fill(recoveryKey);
      await page.keyboard.press("Enter");
      await notice.waitFor({ state: "detached" });
      await page.getByRole("link", { name: "Policies" }).click();
      await heading(page, "Policies").waitFor();
      expect(await notice.count()).toBe(0);
    }));

  it("untested is no matter of those who cannot test it", () =>
    inWindow({ role: "operator", vault: { untested: true } }, "/people", async ({ page, fake }) => {
      await heading(page, "People").waitFor();
      await page.getByRole("table", { name: "People" }).getByRole("row").nth(1).waitFor();
      expect(await page.getByText("has not been tested yet").count()).toBe(0);
      expect(fake.count("vault.status")).toBe(0);
    }));

  it("in shares is tested by as many as are needed, with what is wrong at the share", () =>
    onKeys({ shares: true }, async ({ page, fake }) => {
      await button(page, "Test this key").click();
      await field(page, "Share 1").fill(shareOf(1));
      await field(page, "Share 2").fill(wrongSecret);
      await page.keyboard.press("Enter");
      await page.getByText("This is not a share.").waitFor();
      await field(page, "Share 2").fill(shareOf(3));
      await page.keyboard.press("Enter");
      await page.getByText("The test was recorded with today's date.").waitFor();
      expect(inputs(fake, "vault.check").at(-1)).toEqual({ shares: [shareOf(1), shareOf(3)] });
    }));

  it("made anew is shown once, and the page is left only with a copy of it", () =>
    onKeys({}, async ({ page, fake }) => {
      await button(page, "Make a new recovery key").click();
      await button(page, "Make a new one").click();
      await page.getByRole("group", { name: "Recovery key" }).waitFor();
      await page.getByRole("link", { name: "Health" }).click();
      await heading(page, "Leave without the new recovery key?").waitFor();
      await button(page, "Stay").click();
      await button(page, "I have stored it").click();
      expect(inputs(fake, "vault.replaceRecoveryKey")).toEqual([]);
      await proveCopy(page);
      await heading(page, "Keys").waitFor();
      expect(inputs(fake, "vault.replaceRecoveryKey")).toEqual([{ recoveryKey }]);
      expect(await page.getByText(recoveryKey.slice(0, 4)).count()).toBe(0);
    }));

  it("in shares is handed out one by one; no two are ever on the screen", () =>
    onKeys({}, async ({ page, fake }) => {
      await button(page, "Make shares").click();
      await field(page, "How many of them are needed").fill("4");
      await page.getByText("No more shares can be needed than there are.").waitFor();
      expect(await page.getByRole("dialog").getByRole("button", { name: "Make shares" }).isDisabled()).toBe(true);
      await field(page, "How many of them are needed").fill("2");
      await page.getByText("Up to 1 share may be lost.").waitFor();
      await page.keyboard.press("Enter");
      for (const person of [1, 2, 3]) {
        await button(page, `Show share ${person}`).click();
        await page
          .getByRole("group", { name: `Share ${person}` })
          .getByText(shareOf(person))
          .waitFor();
        expect(await page.getByText(recoveryKey, { exact: false }).count()).toBe(1);
        await button(page, "Save as PDF").click();
        await page.getByText("Saved as", { exact: false }).waitFor();
        await page.getByLabel(`Person ${person} has it`).check();
        await button(page, person === 3 ? "Finish" : "Next share").click();
      }
      await heading(page, "All 3 shares are handed out").waitFor();
      await button(page, "Done").click();
      await heading(page, "Keys").waitFor();
      expect(inputs(fake, "vault.prepareRecoveryKey")).toEqual([{ shares: { total: 3, needed: 2 } }]);
      expect(inputs(fake, "vault.replaceRecoveryKey")).toEqual([{ shares: [shareOf(1), shareOf(2)] }]);
      expect(inputs(fake, "files.saveSheet")).toEqual(
        [1, 2, 3].map((person) => ({
          file: expect.any(String) as string,
          sheet: {
            kind: "recovery-share",
            subject: `Share ${person} of 3; any 2 together open the console`,
            organisation: "Lindenhof Hospital Group",
            secrets: [shareOf(person)],
          },
        })),
      );
    }));
});

describe("the start", () => {
  it("asks for a passphrase from then on, after a word about what that means", () =>
    onKeys({}, async ({ page, fake }) => {
      await button(page, "Ask for a passphrase at every start").click();
      await page
        .getByText(
          "The key is removed from this computer's keychain, and those of other computers no longer open the console.",
        )
        .waitFor();
      await button(page, "Ask at every start").click();
      await page.getByText("The keychain never opens the console.", { exact: false }).waitFor();
      expect(inputs(fake, "vault.setPassphraseAtStart")).toEqual([{ required: true }]);
      expect(await button(page, "Bind to this computer's keychain").count()).toBe(0);
    }));

  it("is given back to the keychain", () =>
    onKeys({ passphraseAtStart: true }, async ({ page, fake }) => {
      await button(page, "Let the keychain open it").click();
      await page.getByRole("dialog").getByRole("button", { name: "Let the keychain open it" }).click();
      await page.getByText("The next start needs no passphrase.").waitFor();
      expect(inputs(fake, "vault.setPassphraseAtStart")).toEqual([{ required: false }]);
    }));
});

describe("the rotation of the key", () => {
  it("keeps the passphrases that are typed, names the others, and begins when the new recovery key is proven", () =>
    onKeys({}, async ({ page, fake }) => {
      await button(page, "Rotate the key").click();
      const endings = page.getByText("Passphrase “Safe in the cellar”, The owner's password", { exact: true });
      await endings.waitFor();
      await field(page, "The owner's password").fill("violet harbour quilt");
      await endings.waitFor({ state: "detached" });
      await field(page, "The owner's password").fill("");
      await button(page, "Next: the new recovery key").click();
      await button(page, "I have stored it").click();
      expect(inputs(fake, "vault.rotate")).toEqual([]);
      await proveCopy(page);
      await page.getByText("The key was rotated").waitFor();
      await page.getByText("11,902 secrets were re-encrypted.").waitFor();
      await page.getByText("These no longer open the console: Safe in the cellar.").waitFor();
      await button(page, "Done").click();
      await heading(page, "Keys").waitFor();
      expect(inputs(fake, "vault.rotate")).toEqual([{ passphrases: [], recoveryKey }]);
    }));

  it("keeps what was typed when a passphrase is wrong", () =>
    onKeys({}, async ({ page, fake }) => {
      await button(page, "Rotate the key").click();
      await field(page, "Passphrase “Safe in the cellar”").fill(wrongSecret);
      await field(page, "The owner's password").fill("violet harbour quilt");
      await button(page, "Next: the new recovery key").click();
      await button(page, "I have stored it").click();
      await proveCopy(page);
      await page.getByRole("alert").getByText("does not open this console.", { exact: false }).waitFor();
      expect(await field(page, "The owner's password").inputValue()).toBe("violet harbour quilt");
      await field(page, "Passphrase “Safe in the cellar”").fill("copper lantern meadow");
      await button(page, "Next: the new recovery key").click();
      await page.getByText("The key was rotated").waitFor();
      expect(inputs(fake, "vault.prepareRecoveryKey")).toHaveLength(1);
      expect(inputs(fake, "vault.rotate").at(-1)).toEqual({
        passphrases: ["copper lantern meadow", "violet harbour quilt"],
        recoveryKey,
      });
    }));
});

describe("a locked console", () => {
  const refused: Scenario = {
    phase: "locked",
    failing: { "vault.unlock": { code: "SHARES_REFUSED", fields: { "shares.1": text("vault.foreignShare") } } },
  };

  it("is opened by shares of the recovery key, as many as there are", () =>
    inWindow({ phase: "locked" }, "", async ({ page, fake }) => {
      await page.getByRole("tab", { name: "Shares of the recovery key" }).click();
      await field(page, "Share 1").fill(shareOf(1));
      await button(page, "Add another share").click();
      await field(page, "Share 2").fill(shareOf(2));
      expect(await button(page, "Unlock").isDisabled()).toBe(true);
      await field(page, "Share 3").fill(shareOf(3));
      await page.keyboard.press("Enter");
      await heading(page, "Sign in").waitFor();
      expect(inputs(fake, "vault.unlock")).toEqual([{ shares: [shareOf(1), shareOf(2), shareOf(3)] }]);
    }));

  it("says what is wrong at the share that is", () =>
    inWindow(refused, "", async ({ page }) => {
      await page.getByRole("tab", { name: "Shares of the recovery key" }).click();
      await field(page, "Share 1").fill(shareOf(1));
      await field(page, "Share 2").fill(shareOf(2));
      await page.keyboard.press("Enter");
      await page.getByText(say(text("vault.foreignShare"))).waitFor();
      await page.getByRole("alert").getByText("do not form the recovery key", { exact: false }).waitFor();
      await expectAccessible(page);
    }));

  it("waits after too many wrong attempts", () =>
    inWindow(
      {
        phase: "locked",
        failing: { "vault.unlock": { code: "THROTTLED", details: { retryAt: Date.now() + 120_000 } } },
      },
      "",
      async ({ page }) => {
        await field(page, "Passphrase").fill("violet harbour quilt");
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: /^Try again in 1 min/u }).waitFor();
        expect(await field(page, "Passphrase").isDisabled()).toBe(true);
      },
    ));
});

describe("the page of the keys is accessible in light and dark, and overflows nowhere", () => {
  it("with a warning and a rotation being prepared", () =>
    onKeys({ testedMonthsAgo: 5 }, async ({ page }) => {
      await button(page, "Rotate the key").click();
      await page.getByText("These will no longer open the console").waitFor();
      await expectAccessible(page);
    }));

  it("while shares are made and handed out", () =>
    onKeys({ shares: true }, async ({ page }) => {
      await button(page, "Make shares").click();
      await page.getByText("Up to 1 share may be lost.").waitFor();
      await expectAccessible(page);
      await field(page, "How many of them are needed").press("Enter");
      await button(page, "Show share 1").click();
      await expectAccessible(page);
    }));

  it("while shares are tested", () =>
    onKeys({ shares: true }, async ({ page }) => {
      await button(page, "Test this key").click();
      await field(page, "Share 2").waitFor();
      await expectAccessible(page);
    }));
});
