import type { Page } from "@playwright/test";
import { keyringMissing } from "../support/tools.ts";
import { expect, launch, test } from "./fixtures.ts";
import {
  button,
  field,
  heading,
  readRecoveryKey,
  repeatRecoveryKey,
  scan,
  signOut,
  submitSignIn,
} from "./support/acts.ts";

const owner = { name: "olga", password: "correct horse battery 71" };
const passphrase = "nine geese under a ladder";

async function toOwner(page: Page, organisation = "Example Hospital"): Promise<void> {
  await button(page, "Set up a new console").click();
  await field(page, "Organisation").fill(organisation);
  await button(page, "Next").click();
  await expect(heading(page, "The owner")).toBeVisible();
}

async function toRecoveryKey(page: Page): Promise<void> {
  await toOwner(page);
  await field(page, "Your name for signing in").fill(owner.name);
  await field(page, "Password").fill(owner.password);
  await field(page, "Password again").fill(owner.password);
  await button(page, "Next").click();
  await expect(heading(page, "Recovery key")).toBeVisible();
}

/** From the recovery key to the console. */
async function finish(page: Page): Promise<void> {
  await repeatRecoveryKey(page);
  const phone = await scan(page);
  await field(page, "Code from the app").fill(phone.next());
  await page.getByLabel("I have stored these").check();
  await button(page, "Open the console").click();
  await expect(heading(page, "No people yet")).toBeVisible();
}

test("an interrupted set-up goes on after a restart, with a new recovery key", async ({ dataDir }) => {
  const first = await launch(dataDir);
  const before = await first.firstWindow();
  await toRecoveryKey(before);
  const lost = await readRecoveryKey(before);
  await repeatRecoveryKey(before);
  const scanned = await scan(before);
  await first.close();

  const second = await launch(dataDir);
  const page = await second.firstWindow();
  await expect(heading(page, "Set-up was not finished")).toBeVisible();
  await field(page, "Password").fill("not the password");
  await button(page, "Continue").click();
  await expect(page.getByRole("alert")).toContainText("The password or the code is wrong.");
  await field(page, "Password").fill(owner.password);
  await button(page, "Continue").click();
  await expect(heading(page, "Recovery key")).toBeVisible();
  expect(await readRecoveryKey(page)).not.toEqual(lost);
  await repeatRecoveryKey(page);
  expect((await scan(page)).secret).toBe(scanned.secret);
  await field(page, "Code from the app").fill(scanned.next());
  await expect(heading(page, "Your backup codes")).toBeVisible();
  await second.close();
});

test("a wrong first code is refused, and the set-up goes on", async ({ page }) => {
  await toRecoveryKey(page);
  await repeatRecoveryKey(page);
  const phone = await scan(page);
  await field(page, "Code from the app").fill(phone.wrong());
  await expect(page.getByRole("alert")).toContainText("wrong");
  await field(page, "Code from the app").fill(phone.next());
  await expect(heading(page, "Your backup codes")).toBeVisible();
});

test("an interrupted set-up starts over, and nothing of it is left", async ({ page }) => {
  await toRecoveryKey(page);
  await page.reload();
  await expect(heading(page, "Set-up was not finished")).toBeVisible();
  await button(page, "Start over").click();
  const dialog = page.getByRole("dialog", { name: "Start the set-up over?" });
  await button(dialog, "Start over").click();
  await field(page, "Organisation").fill("Another Hospital");
  await button(page, "Next").click();
  await field(page, "Your name for signing in").fill("nadia");
  await field(page, "Password").fill("quite another secret 8");
  await field(page, "Password again").fill("quite another secret 8");
  await button(page, "Next").click();
  await expect(heading(page, "Recovery key")).toBeVisible();
  await finish(page);
  await expect(page.getByRole("complementary")).toContainText("Another Hospital");
  await signOut(page);
  await submitSignIn(page, { ...owner, code: "123456" });
  await expect(page.getByRole("alert")).toContainText("The name, the password or the code is wrong.");
});

test("the owner's name and password are judged at the field", async ({ page }) => {
  await toOwner(page);
  await field(page, "Password").fill("short");
  await expect(page.getByText("Use at least 8 characters.")).toBeVisible();
  await field(page, "Password").fill("password1");
  await expect(page.getByText(/: choose a stronger one/u)).toBeVisible();
  await field(page, "Password again").fill("passwordx");
  await expect(page.getByText("The entries do not match.")).toBeVisible();
  await expect(button(page, "Next")).toBeDisabled();
  await field(page, "Password again").fill("password1");
  await field(page, "Your name for signing in").fill("two words");
  await button(page, "Next").click();
  await expect(field(page, "Your name for signing in")).toHaveAccessibleDescription(/spaces/u);
  await field(page, "Your name for signing in").fill(owner.name);
  await button(page, "Next").click();
  await expect(
    page
      .getByText("Choose another password.")
      .or(page.getByText(/guess|common/u))
      .first(),
  ).toBeVisible();
  await expect(heading(page, "The owner")).toBeVisible();
});

test.describe("without a keychain", () => {
  test.use({ keychain: false });

  test("a passphrase of its own opens the console at its next start", async ({ dataDir }) => {
    const first = await launch(dataDir, [], { keychain: false });
    const before = await first.firstWindow();
    await toOwner(before);
    await field(before, "Your name for signing in").fill(owner.name);
    await field(before, "Password").fill(owner.password);
    await field(before, "Password again").fill(owner.password);
    await field(before, "Passphrase (optional)").fill(passphrase);
    await button(before, "Next").click();
    await finish(before);
    await expect(before.getByText("This computer's keychain cannot be reached").first()).toBeVisible();
    await first.close();

    const second = await launch(dataDir, [], { keychain: false });
    const page = await second.firstWindow();
    await expect(heading(page, "Unlock the console")).toBeVisible();
    await field(page, "Passphrase").fill(owner.password);
    await button(page, "Unlock").click();
    await expect(page.getByRole("alert")).toContainText("does not open this console");
    await field(page, "Passphrase").fill(passphrase);
    await button(page, "Unlock").click();
    await expect(heading(page, "Sign in")).toBeVisible();
    await second.close();
  });
});

test.describe("with a keychain", () => {
  test.skip(keyringMissing(), "needs a keyring");

  test("no passphrase is asked for, at the set-up and at the next start", async ({ dataDir }) => {
    const first = await launch(dataDir);
    const before = await first.firstWindow();
    await toOwner(before);
    await expect(field(before, "Passphrase (optional)")).toHaveCount(0);
    await field(before, "Your name for signing in").fill(owner.name);
    await field(before, "Password").fill(owner.password);
    await field(before, "Password again").fill(owner.password);
    await button(before, "Next").click();
    await expect(before.getByText("this computer's keychain opens the console")).toBeVisible();
    await finish(before);
    await expect(before.getByText("keychain cannot be reached")).toHaveCount(0);
    await first.close();

    const second = await launch(dataDir);
    const page = await second.firstWindow();
    await expect(heading(page, "Sign in")).toBeVisible();
    await expect(field(page, "Passphrase")).toHaveCount(0);
    await second.close();
  });
});
