import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { button, field, goTo, heading, signOut, submitSignIn } from "./support/acts.ts";
import type { Prepared } from "./support/prepared.ts";

const refusal = "The name, the password or the code is wrong.";

async function lock(page: Page): Promise<void> {
  await page.keyboard.press("Control+l");
  await expect(heading(page, "Locked")).toBeVisible();
}

async function unlock(page: Page, password: string): Promise<void> {
  await field(page, "Password").fill(password);
  await button(page, "Unlock").click();
}

/** A lock hides everything until the password is typed, and the work behind it waits. */
async function lockAndUnlock(page: Page, { password }: Prepared["owner"]): Promise<void> {
  await goTo(page, "People");
  await button(page, "Add a person").click();
  await field(page, "Full name").fill("Half-typed Name");
  await lock(page);
  await expect(heading(page, "People")).toBeHidden();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await unlock(page, "not the password");
  await expect(page.getByRole("alert")).toBeVisible();
  await unlock(page, password);
  await expect(field(page, "Full name")).toHaveValue("Half-typed Name");

  await lock(page);
  await page.reload();
  await expect(heading(page, "Locked")).toBeVisible();
  await unlock(page, password);
  await expect(heading(page, "People")).toBeVisible();
}

/** A refusal never says what was wrong. */
async function refusals(page: Page, { name, password, phone }: Prepared["owner"]): Promise<void> {
  const used = phone.again();
  const code = phone.next();
  const attempts = {
    "wrong password": { name, password: "not the password", code },
    "wrong code": { name, password, code: phone.wrong() },
    "unknown name": { name: "nobody", password, code },
    "used code": { name, password, code: used },
  };
  for (const [wrong, attempt] of Object.entries(attempts)) {
    await test.step(wrong, async () => {
      await submitSignIn(page, attempt);
      await expect(page.getByRole("alert").filter({ hasText: refusal })).toBeVisible();
      // What was typed stays, but the code, which would be refused again.
      await expect(field(page, "Name")).toHaveValue(attempt.name);
      await expect(field(page, "Code")).toHaveValue("");
    });
  }
  await submitSignIn(page, { name, password, code });
  await expect(heading(page, "People")).toBeVisible();
}

/** After wrong attempts in a row the next one has to wait, also after a restart of the page. */
async function attemptsInARow(page: Page, { name, password, phone }: Prepared["owner"]): Promise<void> {
  for (let attempt = 2; attempt <= 5; attempt += 1) {
    await submitSignIn(page, { name, password: `wrong ${attempt}`, code: "123456" });
    await expect(field(page, "Code")).toHaveValue("");
  }
  const right = { name, password, code: phone.next() };
  await submitSignIn(page, right);
  await expect(page.getByRole("alert").filter({ hasText: "Too many wrong attempts." })).toBeVisible();
  await expect(button(page, /^Try again in \d+ s$/u)).toBeDisabled();

  await page.reload();
  await submitSignIn(page, right);
  await expect(button(page, /^Try again in \d+ s$/u)).toBeDisabled();
  await expect(heading(page, "Sign in")).toBeVisible();
}

test("a session is kept, locked and ended, and what a sign-in is refused for is not said", async ({
  signedIn: page,
  prepared: { owner },
}) => {
  const { name, password, backupCodes } = owner;
  const [backupCode = ""] = backupCodes;
  await test.step("a reload of the page keeps it", async () => {
    await goTo(page, "Health");
    await expect(heading(page, "Health")).toBeVisible();
    await page.reload();
    await expect(heading(page, "Health")).toBeVisible();
  });
  await test.step("a lock hides it", () => lockAndUnlock(page, owner));
  await test.step("a sign-out ends it", async () => {
    await signOut(page);
    await page.reload();
    await expect(heading(page, "Sign in")).toBeVisible();
    await page.evaluate(() => {
      globalThis.location.hash = "#/people";
    });
    await expect(heading(page, "Sign in")).toBeVisible();
  });
  await test.step("four refusals", () => refusals(page, owner));
  await test.step("a backup code signs in once", async () => {
    await signOut(page);
    await submitSignIn(page, { name, password, backupCode: backupCode.toLowerCase() });
    await expect(page.getByText("9 backup codes are left.")).toBeVisible();
    await signOut(page);
    await submitSignIn(page, { name, password, backupCode });
    await expect(page.getByRole("main").getByRole("alert")).toContainText(refusal);
    await button(page, "Use a code from the app instead").click();
  });
  await test.step("that was the first of five wrong attempts", () => attemptsInARow(page, owner));
});
