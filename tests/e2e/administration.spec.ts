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
  signIn,
  signOut,
  submitSignIn,
} from "./support/acts.ts";
import { Phone } from "./support/phone.ts";
import type { Prepared } from "./support/prepared.ts";
import { terminal } from "./support/terminal.ts";

/** Invites somebody as the owner. @returns the one-time code */
async function invite(page: Page, owner: Prepared["owner"], name: string, role: string): Promise<string> {
  await goTo(page, "Administrators");
  await button(page, "Invite an administrator").click();
  const dialog = page.getByRole("dialog", { name: "Invite an administrator" });
  await field(dialog, "Sign-in name").fill(name);
  await dialog.getByRole("radio", { name: new RegExp(`^${role}`, "u") }).check();
  await button(dialog, "Invite").click();
  await confirmWith(page, owner.phone.next());
  const code = page.getByRole("group", { name: "One-time code" });
  await expect(code).toBeVisible();
  const text = (await code.textContent()) ?? "";
  await button(page, "Done").click();
  return text;
}

const newPassword = "a lantern over the ferry";

/** The first sign-in of somebody invited. @returns the phone that was enrolled */
async function enrolOneself(page: Page, name: string, code: string): Promise<Phone> {
  await button(page, "I have a one-time code").click();
  await field(page, "Name").fill(name);
  await field(page, "One-time code").fill(code.toLowerCase());
  await field(page, "Password").fill(newPassword);
  await field(page, "Password again").fill(newPassword);
  await button(page, "Next").click();
  const phone = await scan(page);
  await field(page, "Code from the app").fill(phone.next());
  await readBackupCodes(page);
  await page.getByLabel("I have stored these").check();
  await button(page, "Open the console").click();
  return phone;
}

test("an invited administrator must enrol before the first sign-in, and may then do what the role says", async ({
  signedIn: page,
  prepared,
}) => {
  const code = await invite(page, prepared.owner, "erik", "Help desk");
  await expect(page.getByRole("table", { name: "Administrators" })).toContainText("erik");
  await signOut(page);

  await submitSignIn(page, { name: "erik", password: newPassword, code: "123456" });
  await expect(page.getByRole("alert")).toContainText("The name, the password or the code is wrong.");

  await enrolOneself(page, "erik", code);
  await expect(heading(page, "People")).toBeVisible();
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

  await signOut(page);
  await button(page, "I have a one-time code").click();
  await field(page, "Name").fill("erik");
  await field(page, "One-time code").fill(code);
  await field(page, "Password").fill(newPassword);
  await field(page, "Password again").fill(newPassword);
  await button(page, "Next").click();
  await expect(page.getByRole("alert")).toContainText("is wrong, or the code has expired");
});

test("a fresh code is asked for before a sensitive act, once for a while, and a used one does not count", async ({
  signedIn: page,
  prepared,
}) => {
  const { phone } = prepared.owner;
  await goTo(page, "Administrators");
  await button(page, "Invite an administrator").click();
  const dialog = page.getByRole("dialog", { name: "Invite an administrator" });
  await field(dialog, "Sign-in name").fill("erik");
  await button(dialog, "Invite").click();
  await confirmWith(page, phone.again());
  await expect(confirmDialog(page).getByRole("alert")).toBeVisible();
  await button(confirmDialog(page), "Cancel").click();
  await expect(page.getByRole("group", { name: "One-time code" })).toHaveCount(0);
  await expect(page.getByRole("table", { name: "Administrators" })).not.toContainText("erik");

  await button(dialog, "Invite").click();
  await confirmWith(page, phone.next());
  await expect(page.getByRole("group", { name: "One-time code" })).toBeVisible();
  await button(page, "Done").click();
  await button(page, "Invite an administrator").click();
  await field(dialog, "Sign-in name").fill("frida");
  await button(dialog, "Invite").click();
  await expect(page.getByRole("dialog", { name: "One-time code for frida" })).toBeVisible();
});

test.describe("a policy that gets weaker", () => {
  const setting = (page: Page, name: string) => page.getByRole("group", { name, exact: true });

  async function weaken(page: Page): Promise<void> {
    await goTo(page, "Policies");
    await setting(page, "Longest session").getByRole("textbox").fill("20");
    await button(page, "Save").click();
  }

  test("needs the recovery key where there is one owner alone", async ({ signedIn: page, prepared }) => {
    await weaken(page);
    await expect(approvalDialog(page)).toContainText("12");
    await approveByRecoveryKey(page, prepared.recoveryKey);
    await expect(page.getByRole("alert").filter({ hasText: "Saved" })).toBeVisible();
  });

  test("is approved by a second owner beside the first, and the audit names both", async ({
    prepared,
    page,
    dataDir,
    keychain,
  }) => {
    const { owner, recoveryKey } = prepared;
    const run = (args: readonly string[], secrets = {}) => terminal({ dataDir, keychain }, args, secrets);
    const unlocking = keychain ? {} : { passphrase: owner.password };
    run(["sign-in", "--as", owner.name], { password: owner.password, code: owner.phone.next(), ...unlocking });
    if (!keychain) {
      const passphrase = { newPassphrase: "an orchard behind the mill", freshCode: owner.phone.next() };
      run(["vault", "add-passphrase", "Safe"], passphrase);
    }
    const fresh = { freshCode: owner.phone.next(), recoveryKey };
    const { code } = run(["admins", "invite", "erik", "--role", "owner"], fresh) as { code: string };
    const invitation = { invitation: code, password: newPassword };
    const pending = run(["accept-invitation", "--as", "erik"], invitation) as { uri: string };
    const erik = new Phone(pending.uri);
    run(["accept-invitation", "--as", "erik", "--confirm"], { ...invitation, code: erik.next() });
    run(["sign-out"]);

    await signIn(page, prepared, keychain);
    await weaken(page);
    const dialog = approvalDialog(page);
    await expect(dialog).toContainText("erik");
    await field(dialog, "Name").fill(owner.name);
    await field(dialog, "Password").fill(owner.password);
    await field(dialog, "Code").fill(owner.phone.next());
    await expect(dialog.getByRole("alert")).toContainText("A second administrator must approve this");

    await field(dialog, "Name").fill("erik");
    await field(dialog, "Password").fill(newPassword);
    await field(dialog, "Code").fill(erik.next());
    await expect(page.getByRole("alert").filter({ hasText: "Saved" })).toBeVisible();

    const events = run(["sign-in", "--as", owner.name], {
      password: owner.password,
      code: owner.phone.next(),
      ...unlocking,
    });
    expect(events).toMatchObject({ session: { name: owner.name } });
    const list = run(["audit", "list"]) as { events: { action: string; actor: string; details: object }[] };
    const used = list.events.find(({ action }) => action.startsWith("approval.use"));
    expect(used).toMatchObject({ actor: owner.name, details: { approver: "erik", procedure: "policies.set" } });
  });
});
