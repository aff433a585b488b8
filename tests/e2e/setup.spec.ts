import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { expect, keyring, launch, test } from "./fixtures.ts";
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
import { printed, savedAsPdf } from "./support/paper.ts";

const owner = { name: "olga", password: "correct horse battery 71" };
const other = { name: "nadia", password: "quite another secret 8" };
const passphrase = "nine geese under a ladder";

async function toOwner(page: Page, organisation = "Example Hospital"): Promise<void> {
  await button(page, "Set up a new console").click();
  await field(page, "Organisation").fill(organisation);
  await button(page, "Next").click();
  await expect(heading(page, "The owner")).toBeVisible();
}

async function fillOwner(page: Page, { name, password }: typeof owner): Promise<void> {
  await field(page, "Your name for signing in").fill(name);
  await field(page, "Password").fill(password);
  await field(page, "Password again").fill(password);
}

async function toRecoveryKey(page: Page, as: typeof owner): Promise<void> {
  await fillOwner(page, as);
  await button(page, "Next").click();
  await expect(heading(page, "Recovery key")).toBeVisible();
}

/** From the backup codes to the console. */
async function finish(page: Page): Promise<void> {
  await page.getByLabel("I have stored these").check();
  await button(page, "Open the console").click();
  await expect(heading(page, "No people yet")).toBeVisible();
}

/** The owner's name and password are judged at their fields. */
async function judgeOwner(page: Page): Promise<void> {
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
}

/** The recovery key comes out on paper and in a PDF. */
async function printRecoveryKey(app: ElectronApplication, page: Page, file: string): Promise<void> {
  const groups = await readRecoveryKey(page);
  const plain = (text: string): string => text.replaceAll(/[\s-]/gu, "");
  expect(plain(await printed(app))).toContain(groups.join(""));
  expect(plain(await savedAsPdf(app, page, file))).toContain(groups.join(""));
}

/** Starts the set-up over, as another owner of another organisation. */
async function startOver(page: Page): Promise<void> {
  await page.reload();
  await expect(heading(page, "Set-up was not finished")).toBeVisible();
  await button(page, "Start over").click();
  const dialog = page.getByRole("dialog", { name: "Start the set-up over?" });
  await button(dialog, "Start over").click();
  await field(page, "Organisation").fill("Another Hospital");
  await button(page, "Next").click();
  await toRecoveryKey(page, other);
}

/** After a restart, from the password to the recovery key. */
async function goOn(page: Page): Promise<void> {
  await expect(heading(page, "Set-up was not finished")).toBeVisible();
  await field(page, "Password").fill("not the password");
  await button(page, "Continue").click();
  await expect(page.getByRole("alert")).toContainText("The password or the code is wrong.");
  await field(page, "Password").fill(other.password);
  await button(page, "Continue").click();
  await expect(heading(page, "Recovery key")).toBeVisible();
}

test("an interrupted set-up starts over or goes on after a restart, with a new recovery key", async ({
  dataDir,
  folder,
}) => {
  const first = await launch(dataDir);
  const before = await first.firstWindow();
  await toOwner(before);
  await expect(field(before, "Passphrase (optional)")).toHaveCount(keyring ? 0 : 1);
  await test.step("the owner is judged", () => judgeOwner(before));
  await toRecoveryKey(before, owner);
  await expect(before.getByText("this computer's keychain opens the console")).toHaveCount(keyring ? 1 : 0);
  await test.step("paper", () => printRecoveryKey(first, before, path.join(folder, "recovery.pdf")));
  await test.step("start over", () => startOver(before));
  const lost = await readRecoveryKey(before);
  await repeatRecoveryKey(before);
  const scanned = await scan(before);
  await first.close();

  const second = await launch(dataDir);
  const page = await second.firstWindow();
  await test.step("go on", () => goOn(page));
  expect(await readRecoveryKey(page)).not.toEqual(lost);
  await repeatRecoveryKey(page);
  expect((await scan(page)).secret).toBe(scanned.secret);
  await field(page, "Code from the app").fill(scanned.wrong());
  await expect(page.getByRole("alert")).toContainText("wrong");
  await field(page, "Code from the app").fill(scanned.next());
  await finish(page);
  await expect(page.getByText("keychain cannot be reached")).toHaveCount(keyring ? 0 : 1);
  await test.step("nothing is left of what was begun first", async () => {
    await expect(page.getByRole("complementary")).toContainText("Another Hospital");
    await signOut(page);
    await submitSignIn(page, { ...owner, code: "123456" });
    await expect(page.getByRole("alert")).toContainText("The name, the password or the code is wrong.");
    await submitSignIn(page, { ...other, code: scanned.next() });
    await expect(heading(page, "No people yet")).toBeVisible();
  });
  await second.close();
});

test.describe("without a keychain", () => {
  test.use({ keychain: false });

  test("a passphrase of its own opens the console at its next start", async ({ dataDir }) => {
    const first = await launch(dataDir, [], { keychain: false });
    const before = await first.firstWindow();
    await toOwner(before);
    await fillOwner(before, owner);
    await field(before, "Passphrase (optional)").fill(passphrase);
    await button(before, "Next").click();
    await repeatRecoveryKey(before);
    await field(before, "Code from the app").fill((await scan(before)).next());
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
    await expect(field(page, "Passphrase")).toHaveCount(0);
    await second.close();
  });
});
