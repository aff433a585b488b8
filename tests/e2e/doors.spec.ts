import { execFileSync } from "node:child_process";
import { truncateSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { screenFaults } from "../support/screen-faults.ts";
import { keyringMissing, requireTool } from "../support/tools.ts";
import { expect, launch, test } from "./fixtures.ts";
import { button, field, heading, signIn } from "./support/acts.ts";
import { openFile } from "./support/dialogs.ts";
import type { Prepared } from "./support/prepared.ts";
import { terminal } from "./support/terminal.ts";

const storeOf = (dataDir: string): string => path.join(dataDir, "store", "console.db");
const passphrase = "an orchard behind the mill";

/** Saves a backup from the terminal. */
function saveBackup({ dataDir, owner, recoveryKey }: Prepared, keychain: boolean, file: string): void {
  const folder = { dataDir, keychain };
  const { name, password, phone } = owner;
  terminal(folder, ["sign-in", "--as", name], {
    password,
    code: phone.next(),
    ...(keychain ? {} : { passphrase: password }),
  });
  terminal(folder, ["backup", "create", file], { passphrase, freshCode: phone.next(), recoveryKey });
  terminal(folder, ["sign-out"]);
}

async function restore(page: Page): Promise<void> {
  await button(page, "Restore from a backup").click();
  await button(page, "Choose a backup").click();
  await field(page, "Passphrase").fill(passphrase);
  await button(page, "Check the backup").click();
  await field(page, "Type RESTORE to confirm").fill("RESTORE");
  await button(page, "Replace the database").click();
  await expect(heading(page, "The backup was restored")).toBeVisible();
  await button(page, "Go to sign-in").click();
}

/** Trying again tells the same, as long as the file is what it was. */
async function expectRefused(page: Page, title: string, message: RegExp): Promise<void> {
  await expect(heading(page, title)).toBeVisible();
  await expect(page.getByRole("alert")).toContainText(message);
  await button(page, "Try again").click();
  await expect(heading(page, title)).toBeVisible();
}

test.describe("a store that cannot be opened", () => {
  test("because it is of a newer version says so, and offers no restore, which would not help", async ({
    prepared,
    dataDir,
    keychain,
  }) => {
    execFileSync(requireTool("sqlite3"), [storeOf(prepared.dataDir), "PRAGMA user_version = 999"]);
    const app = await launch(dataDir, [], { keychain });
    const page = await app.firstWindow();
    await expectRefused(page, "The database cannot be opened right now", /newer version/u);
    await expect(button(page, "Restore from a backup")).toHaveCount(0);
    await app.close();
  });

  test("because it is truncated says so, and is put in order by a restore", async ({
    prepared,
    dataDir,
    folder,
    keychain,
  }) => {
    const file = path.join(folder, "hospital.age");
    saveBackup(prepared, keychain, file);
    truncateSync(storeOf(dataDir), 5000);
    const app = await launch(dataDir, [], { keychain });
    const page = await app.firstWindow();
    await expectRefused(page, "The database cannot be opened", /damaged/u);
    expect(await screenFaults(page, "damaged")).toEqual([]);
    await openFile(app, file);
    await restore(page);
    // Nobody knows which codes the damaged store had accepted, so those up to now are used up.
    await signIn(page, prepared, keychain, "ahead");
    await expect(page.getByRole("link", { name: prepared.ada.name })).toBeVisible();
    await app.close();
  });
});

test.describe("without the keychain", () => {
  test.use({ keychain: false });

  test("wrong keys open nothing, and a refused sign-in that opened the console keeps its words", async ({
    prepared,
    page,
  }) => {
    const { name, password, phone } = prepared.owner;
    await expect(heading(page, "Unlock the console")).toBeVisible();
    await expect(page.getByText("This computer's keychain cannot be reached").first()).toBeVisible();
    await field(page, "Passphrase").fill("not the passphrase");
    await button(page, "Unlock").click();
    await expect(page.getByRole("alert")).toContainText("does not open this console");
    await page.getByRole("tab", { name: "Recovery key", exact: true }).click();
    await expect(page.getByRole("alert")).toHaveCount(0);
    const wrong = prepared.recoveryKey.replace(/^./u, (first) => (first === "A" ? "B" : "A"));
    await field(page, "Recovery key").fill(wrong);
    await button(page, "Unlock").click();
    await expect(page.getByRole("alert")).toContainText("does not open this console");

    await button(page, "Unlock and sign in").click();
    await field(page, "Passphrase").fill(password);
    await field(page, "Name").fill(name);
    await field(page, "Password").fill(password);
    await field(page, "Code").fill(phone.wrong());
    await expect(page.getByRole("alert")).toContainText("The name, the password or the code is wrong.");
    await expect(field(page, "Name")).toHaveValue(name);
    await field(page, "Code").fill(phone.next());
    await expect(heading(page, "People")).toBeVisible();
  });
});

test.describe("a keychain that lost the key", () => {
  test("is given a new one by the recovery key, as it is typed from paper", async ({ preparedStores, folder }) => {
    test.skip(keyringMissing(), "needs a keyring");
    const prepared = preparedStores.copyTo(path.join(folder, "data"), true);
    const without = await launch(prepared.dataDir, [], { keychain: false });
    const page = await without.firstWindow();
    await page.getByRole("tab", { name: "Recovery key", exact: true }).click();
    await field(page, "Recovery key").fill(prepared.recoveryKey.toLowerCase().replaceAll("-", " "));
    await button(page, "Unlock").click();
    await expect(heading(page, "Sign in")).toBeVisible();
    await without.close();

    const again = await launch(prepared.dataDir, [], { keychain: true });
    await signIn(await again.firstWindow(), prepared, true);
    await again.close();
  });
});
