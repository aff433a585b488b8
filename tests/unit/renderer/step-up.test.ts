import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Scenario } from "./fake/console.ts";
import { usedCode, wrongCode } from "./fake/proof.ts";
import { button, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const dialog = (page: Page) => page.getByRole("dialog", { name: "Confirm it is you" });
const code = (page: Page) => dialog(page).getByLabel("Code", { exact: true });

/** An owner who has just asked to have the keys bound to the keychain. */
const binding = (proof: Scenario["proof"], use: Use): Promise<void> =>
  inWindow({ role: "owner", proof: { stepUp: true, ...proof } }, { at: "/keys" }, async (window) => {
    await button(window.page, "Bind to this computer's keychain").click();
    await button(window.page, "Bind").click();
    await dialog(window.page).waitFor();
    await use(window);
  });

describe("a sensitive act", () => {
  it("asks for a new code by the keyboard alone, and is then done once", () =>
    binding({}, async ({ page, fake }) => {
      await page.locator("input:focus").and(code(page)).waitFor();
      await page.keyboard.type(wrongCode);
      await page.keyboard.press("Enter");
      await dialog(page).getByRole("alert").getByText("This code does not belong to the authenticator.").waitFor();
      expect(await code(page).inputValue()).toBe("");
      await code(page).focus();
      await page.keyboard.type("492817");
      await page.keyboard.press("Enter");
      await page.getByText("This computer's keychain has a new key.").waitFor();
      expect(await dialog(page).count()).toBe(0);
      expect(fake.count("vault.bindKeychain")).toBe(2);
      expect(fake.calls.filter(({ procedure }) => procedure === "access.stepUp").map(({ input }) => input)).toEqual([
        { kind: "vault", code: wrongCode },
        { kind: "vault", code: "492817" },
      ]);
    }));

  it("does not ask again for the same kind of act", () =>
    binding({}, async ({ page, fake }) => {
      await code(page).fill("492817");
      await page.keyboard.press("Enter");
      await page.getByText("This computer's keychain has a new key.").waitFor();
      await button(page, "Remove: Passphrase “Safe in the cellar”").click();
      await button(page, "Remove").click();
      await page.getByText("Passphrase “Safe in the cellar” no longer opens the console.").waitFor();
      expect(fake.count("access.stepUp")).toBe(1);
    }));

  it("takes a backup code where the phone is not at hand, and says how many are left", () =>
    binding({}, async ({ page, fake }) => {
      await button(page, "Use a backup code instead").click();
      const field = dialog(page).getByLabel("Backup code", { exact: true });
      await page.locator("input:focus").and(field).waitFor();
      await field.fill("AAAAA-BBBBB");
      await page.keyboard.press("Enter");
      await page.getByText("6 backup codes are left.").waitFor();
      expect(fake.calls.find(({ procedure }) => procedure === "access.stepUp")?.input).toEqual({
        kind: "vault",
        backupCode: "AAAAA-BBBBB",
      });
    }));

  it("is not done when the person gives up, and its own dialog stays without an error", () =>
    binding({}, async ({ page, fake }) => {
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
      await button(page, "Bind").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(fake.count("vault.bindKeychain")).toBe(1);
      await button(page, "Bind").click();
      await dialog(page).waitFor();
      await dialog(page).getByRole("button", { name: "Cancel", exact: true }).click();
      await dialog(page).waitFor({ state: "detached" });
      expect(fake.count("vault.bindKeychain")).toBe(2);
    }));

  it("says that a used code counts once", () =>
    binding({}, async ({ page, fake }) => {
      await code(page).fill(usedCode);
      await page.keyboard.press("Enter");
      await dialog(page).getByText("Wait for the next one.", { exact: false }).waitFor();
      expect(fake.count("vault.bindKeychain")).toBe(1);
    }));

  it("counts down while it is throttled", () =>
    binding({ throttledUntil: Date.now() + 120_000 }, async ({ page, fake }) => {
      await code(page).fill("492817");
      await page.keyboard.press("Enter");
      const wait = page.getByRole("button", { name: /^Try again in 1 min/u });
      await wait.waitFor();
      expect(await wait.isDisabled()).toBe(true);
      expect(await code(page).isDisabled()).toBe(true);
      await page.keyboard.press("Enter");
      expect(fake.count("access.stepUp")).toBe(1);
    }));

  it("is forgotten when the session ends", () =>
    binding({}, async ({ page, fake }) => {
      fake.change({ session: null });
      await page.getByRole("heading", { name: "Sign in", exact: true }).waitFor();
      expect(await dialog(page).count()).toBe(0);
    }));

  it("hides behind the lock, which leaves it as it was", () =>
    binding({}, async ({ page }) => {
      await code(page).fill("492");
      await page.keyboard.press("Control+l");
      await page.getByRole("heading", { name: "Locked", exact: true }).waitFor();
      await page.keyboard.press("Escape");
      expect(await code(page).isVisible()).toBe(false);
      await page.getByLabel("Password", { exact: true }).fill("violet harbour quilt");
      await page.keyboard.press("Enter");
      await code(page).waitFor();
      expect(await code(page).inputValue()).toBe("492");
    }));
});
