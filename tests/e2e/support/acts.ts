import { expect, type Locator, type Page } from "@playwright/test";
import { Phone } from "./phone.ts";
import { type Prepared } from "./prepared.ts";

export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: typeof name === "string" });

export const heading = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole("heading", { name, exact: typeof name === "string" });

export const field = (page: Page | Locator, label: string): Locator =>
  page.getByRole("textbox", { name: label, exact: true });

interface SignInAs {
  name: string;
  password: string;
  code?: string;
  backupCode?: string;
}

/** Whether a field for codes sends this by itself. */
const sendsItself = (code: string | undefined): boolean => code !== undefined && /^\d{6}$/u.test(code);

/** Fills the form of the sign-in screen and sends it. */
export async function submitSignIn(page: Page, as: SignInAs): Promise<void> {
  await field(page, "Name").fill(as.name);
  await field(page, "Password").fill(as.password);
  if (as.backupCode === undefined) {
    await field(page, "Code").fill(as.code ?? "");
  } else {
    await button(page, "Use a backup code instead").click();
    await field(page, "Backup code").fill(as.backupCode);
  }
  if (as.backupCode !== undefined || !sendsItself(as.code)) await button(page, "Sign in").click();
}

/**
 * From the first screen of a prepared store to its people.
 *
 * @param code of the owner's phone
 */
export async function signIn(
  page: Page,
  prepared: Prepared,
  keychain: boolean,
  code: "next" | "ahead" = "next",
): Promise<void> {
  const { name, password, phone } = prepared.owner;
  if (!keychain) {
    await button(page, "Unlock and sign in").click();
    await field(page, "Passphrase").fill(password);
  }
  await submitSignIn(page, { name, password, code: phone[code]() });
  await expect(heading(page, "People")).toBeVisible();
}

export async function signOut(page: Page): Promise<void> {
  await page
    .getByRole("complementary")
    .getByRole("button", { name: /account/iu })
    .click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(heading(page, "Sign in")).toBeVisible();
}

type Place =
  | "People"
  | "Check a code"
  | "Letters"
  | "Hardware tokens"
  | "Systems"
  | "Policies"
  | "Audit"
  | "Backup"
  | "Administrators"
  | "Keys"
  | "Health";

/** By the sidebar. The people are the whole list: from elsewhere, the first click leads to the list as it was left. */
export async function goTo(page: Page, place: Place): Promise<void> {
  const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place });
  await link.click();
  if (place !== "People") return;
  await expect(heading(page, "People")).toBeVisible();
  await link.click();
}

export async function openPerson(page: Page, name: string): Promise<void> {
  await goTo(page, "People");
  await page.getByRole("table", { name: "People" }).getByRole("link", { name, exact: true }).click();
  await expect(heading(page, name)).toBeVisible();
}

/** Reads the QR code that is on the page with a phone. */
export async function scan(page: Page): Promise<Phone> {
  await expect(page.getByRole("img", { name: "QR code for the authenticator app" })).toBeVisible();
  return Phone.scan(await page.screenshot());
}

/** The backup codes that are on the page. */
export async function readBackupCodes(page: Page): Promise<string[]> {
  const codes = page.getByRole("list", { name: "Backup codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  return codes.allTextContents();
}

/** Types the code a person reads out at their page or at the help desk. */
export async function check(page: Page | Locator, code: string): Promise<Locator> {
  await field(page, "Code or backup code").fill(code);
  if (!sendsItself(code)) await button(page, "Check").click();
  return page.getByRole("status", { name: "Result" });
}

/** The groups of the recovery key that is on the page. */
export async function readRecoveryKey(page: Page): Promise<string[]> {
  const groups = page.getByRole("group", { name: "Recovery key" }).locator("code");
  await expect(groups).toHaveCount(8);
  return groups.allTextContents();
}

/** Types the group of the recovery key that is asked for. */
export async function repeatRecoveryKey(page: Page): Promise<void> {
  const groups = await readRecoveryKey(page);
  await button(page, "I have stored it").click();
  const asked = page.getByLabel(/^Type group \d$/u);
  const [number = ""] = /\d/u.exec((await page.getByText(/^Type group \d$/u).textContent()) ?? "") ?? [];
  await asked.fill(groups[Number(number) % groups.length] ?? "");
  await button(page, "Next").click();
  await expect(page.getByText("This does not match.")).toBeVisible();
  await asked.fill(groups[Number(number) - 1]?.toLowerCase() ?? "");
  await button(page, "Next").click();
}

export const confirmDialog = (page: Page): Locator => page.getByRole("dialog", { name: "Confirm it is you" });

/** Types a fresh code where the console asks for one before a sensitive act. */
export async function confirmWith(page: Page, code: string): Promise<void> {
  await field(confirmDialog(page), "Code").fill(code);
}

/** What asks for the approval of a second administrator, or for what stands in for it. */
export const approvalDialog = (page: Page): Locator => page.getByRole("dialog").filter({ hasText: "What will happen" });

export async function approveByRecoveryKey(page: Page, recoveryKey: string): Promise<void> {
  await field(approvalDialog(page), "Recovery key").fill(recoveryKey);
  await button(approvalDialog(page), "Approve").click();
}
