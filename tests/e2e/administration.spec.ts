import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import {
  approvalDialog,
  approveByRecoveryKey,
  button,
  confirmDialog,
  confirmWith,
  field,
  goTo,
  heading,
  readBackupCodes,
  scan,
  signOut,
  submitSignIn,
} from "./support/acts.ts";
import type { Phone } from "./support/phone.ts";
import type { Prepared } from "./support/prepared.ts";

const inviting = (page: Page) => page.getByRole("dialog", { name: "Invite an administrator" });
const administrators = (page: Page) => page.getByRole("table", { name: "Administrators" });
const oneTimeCode = (page: Page) => page.getByRole("group", { name: "One-time code" });

async function beginInvitation(page: Page, name: string, role: string): Promise<void> {
  await button(page, "Invite an administrator").click();
  await field(inviting(page), "Sign-in name").fill(name);
  await inviting(page)
    .getByRole("radio", { name: new RegExp(`^${role}`, "u") })
    .check();
  await button(inviting(page), "Invite").click();
}

async function readOneTimeCode(page: Page): Promise<string> {
  await expect(oneTimeCode(page)).toBeVisible();
  const code = (await oneTimeCode(page).textContent()) ?? "";
  await button(page, "Done").click();
  return code;
}

const newPassword = "a lantern over the ferry";

async function fillOneTimeCode(page: Page, name: string, code: string): Promise<void> {
  await button(page, "I have a one-time code").click();
  await field(page, "Name").fill(name);
  await field(page, "One-time code").fill(code);
  await field(page, "Password").fill(newPassword);
  await field(page, "Password again").fill(newPassword);
  await button(page, "Next").click();
}

/** The first sign-in of somebody invited. @returns the phone that was enrolled */
async function enrolOneself(page: Page, name: string, code: string): Promise<Phone> {
  await fillOneTimeCode(page, name, code.toLowerCase());
  const phone = await scan(page);
  await field(page, "Code from the app").fill(phone.next());
  await readBackupCodes(page);
  await page.getByLabel("I have stored these").check();
  await button(page, "Open the console").click();
  await expect(heading(page, "People")).toBeVisible();
  return phone;
}

/**
 * A fresh code is asked for before a sensitive act, once for a while, and a used one does not count. A second owner
 * needs the recovery key, while there is one owner alone.
 *
 * @returns the one-time codes
 */
async function inviteBoth(page: Page, { owner, recoveryKey }: Prepared): Promise<{ erik: string; frida: string }> {
  await goTo(page, "Administrators");
  await beginInvitation(page, "erik", "Help desk");
  await confirmWith(page, owner.phone.again());
  await expect(confirmDialog(page).getByRole("alert")).toBeVisible();
  await button(confirmDialog(page), "Cancel").click();
  await expect(oneTimeCode(page)).toHaveCount(0);
  await expect(administrators(page)).not.toContainText("erik");

  await button(inviting(page), "Invite").click();
  await confirmWith(page, owner.phone.next());
  const erik = await readOneTimeCode(page);
  await expect(administrators(page)).toContainText("erik");
  await beginInvitation(page, "frida", "Owner");
  await approveByRecoveryKey(page, recoveryKey);
  await expect(page.getByRole("dialog", { name: "One-time code for frida" })).toBeVisible();
  return { erik, frida: await readOneTimeCode(page) };
}

/** Of the help desk: what the role says, in the window and behind it. */
async function seesItsRole(page: Page): Promise<void> {
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: "Check a code" })).toBeVisible();
  for (const place of ["Audit", "Backup", "Administrators", "Keys"]) {
    await expect(navigation.getByRole("link", { name: place })).toHaveCount(0);
  }
  await page.evaluate(() => (location.hash = "#/administrators"));
  await expect(page.getByText("Your role cannot open this page")).toBeVisible();
  const refused = await page.evaluate(async () => {
    const { countersign } = globalThis as unknown as { countersign: Window["countersign"] };
    const reply = await countersign.invoke({ callId: crypto.randomUUID(), procedure: "admins.list", input: {} });
    return reply.ok ? "answered" : reply.error.code;
  });
  expect(refused).toBe("FORBIDDEN");
}

/** A policy that gets weaker is approved by the second owner, not by the one who asks. */
async function weaken(page: Page, owner: Prepared["owner"], frida: Phone): Promise<void> {
  await goTo(page, "Policies");
  await page.getByRole("group", { name: "Longest session", exact: true }).getByRole("textbox").fill("20");
  await button(page, "Save").click();
  const dialog = approvalDialog(page);
  await expect(dialog).toContainText("frida");
  await field(dialog, "Name").fill(owner.name);
  await field(dialog, "Password").fill(owner.password);
  await field(dialog, "Code").fill(owner.phone.next());
  await expect(dialog.getByRole("alert")).toContainText("A second administrator must approve this");

  await field(dialog, "Name").fill("frida");
  await field(dialog, "Password").fill(newPassword);
  await field(dialog, "Code").fill(frida.next());
  await expect(page.getByRole("alert").filter({ hasText: "Saved" })).toBeVisible();
}

/** The audit names who asked and who approved. */
async function auditNamesBoth(page: Page, owner: Prepared["owner"]): Promise<void> {
  const used = await page.evaluate(async () => {
    const { countersign } = globalThis as unknown as { countersign: Window["countersign"] };
    const reply = await countersign.invoke({ callId: crypto.randomUUID(), procedure: "audit.list", input: {} });
    if (!reply.ok) throw new Error(reply.error.code);
    const { rows } = reply.data as { rows: { action: string; actor: string; details: object }[] };
    return rows.find(({ action }) => action.startsWith("approval.use"));
  });
  expect(used).toMatchObject({ actor: owner.name, details: { approver: "frida", procedure: "policies.set" } });
}

test("who is invited enrols before the first sign-in, may do what the role says, and as an owner approves", async ({
  signedIn: page,
  prepared,
}) => {
  const { owner } = prepared;
  const codes = await test.step("invite", () => inviteBoth(page, prepared));
  await signOut(page);

  await test.step("nobody signs in before they enrolled", async () => {
    await submitSignIn(page, { name: "erik", password: newPassword, code: "123456" });
    await expect(page.getByRole("alert")).toContainText("The name, the password or the code is wrong.");
  });
  await test.step("the help desk", async () => {
    await enrolOneself(page, "erik", codes.erik);
    await seesItsRole(page);
    await signOut(page);
  });
  await test.step("a one-time code counts once", async () => {
    await fillOneTimeCode(page, "erik", codes.erik);
    await expect(page.getByRole("alert")).toContainText("is wrong, or the code has expired");
    await page.reload();
  });
  const frida = await test.step("a second owner", () => enrolOneself(page, "frida", codes.frida));
  await signOut(page);
  await submitSignIn(page, { ...owner, code: owner.phone.next() });
  await expect(heading(page, "People")).toBeVisible();
  await test.step("a weaker policy", () => weaken(page, owner, frida));
  await auditNamesBoth(page, owner);
});
