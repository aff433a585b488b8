import { expect, launch, test } from "./fixtures.ts";
import { button, field, goTo, heading, signIn, signOut, submitSignIn } from "./support/acts.ts";

const refusal = "The name, the password or the code is wrong.";

test("a refusal never says what was wrong", async ({ signedIn: page, prepared }) => {
  const { name, password, phone } = prepared.owner;
  await signOut(page);
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
      await expect(page.getByRole("alert")).toContainText(refusal);
      // What was typed stays, but the code, which would be refused again.
      await expect(field(page, "Name")).toHaveValue(attempt.name);
      await expect(field(page, "Code")).toHaveValue("");
    });
  }
  await submitSignIn(page, { name, password, code });
  await expect(heading(page, "People")).toBeVisible();
});

test("after wrong attempts in a row the next one has to wait, also after a restart of the page", async ({
  signedIn: page,
  prepared,
}) => {
  const { name, password, phone } = prepared.owner;
  await signOut(page);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    await submitSignIn(page, { name, password: `wrong ${attempt}`, code: "123456" });
    await expect(field(page, "Code")).toHaveValue("");
  }
  const right = { name, password, code: phone.next() };
  await submitSignIn(page, right);
  await expect(page.getByRole("alert")).toContainText("Too many wrong attempts.");
  await expect(button(page, /^Try again in \d+ s$/u)).toBeDisabled();

  await page.reload();
  await submitSignIn(page, right);
  await expect(button(page, /^Try again in \d+ s$/u)).toBeDisabled();
  await expect(heading(page, "Sign in")).toBeVisible();
});

test("a backup code signs in once, and says how many are left", async ({ signedIn: page, prepared }) => {
  const { name, password, backupCodes } = prepared.owner;
  const [backupCode = ""] = backupCodes;
  await signOut(page);
  await submitSignIn(page, { name, password, backupCode: backupCode.toLowerCase() });
  await expect(page.getByText("9 backup codes are left.")).toBeVisible();
  await signOut(page);
  await submitSignIn(page, { name, password, backupCode });
  await expect(page.getByRole("main").getByRole("alert")).toContainText(refusal);
});

test("a lock hides everything until the password is typed, and the work behind it waits", async ({
  signedIn: page,
  prepared,
}) => {
  await button(page, "Add a person").click();
  await field(page, "Full name").fill("Half-typed Name");
  await page.keyboard.press("Control+l");
  await expect(heading(page, "Locked")).toBeVisible();
  await expect(heading(page, "People")).toBeHidden();
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");

  await field(page, "Password").fill("not the password");
  await button(page, "Unlock").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.reload();
  await expect(heading(page, "Locked")).toBeVisible();

  await field(page, "Password").fill(prepared.owner.password);
  await button(page, "Unlock").click();
  await expect(heading(page, "People")).toBeVisible();
});

test("what was being typed is still there after a lock", async ({ signedIn: page, prepared }) => {
  await button(page, "Add a person").click();
  await field(page, "Full name").fill("Half-typed Name");
  await page.keyboard.press("Control+l");
  await expect(heading(page, "Locked")).toBeVisible();
  await field(page, "Password").fill(prepared.owner.password);
  await button(page, "Unlock").click();
  await expect(field(page, "Full name")).toHaveValue("Half-typed Name");
});

test("a reload of the page keeps the session, a sign-out ends it", async ({ signedIn: page }) => {
  await goTo(page, "Health");
  await expect(heading(page, "Health")).toBeVisible();
  await page.reload();
  await expect(heading(page, "Health")).toBeVisible();
  await signOut(page);
  await page.reload();
  await expect(heading(page, "Sign in")).toBeVisible();
  await page.evaluate(() => {
    globalThis.location.hash = "#/people";
  });
  await expect(heading(page, "Sign in")).toBeVisible();
});

test("a restart of the app asks for a sign-in again", async ({ prepared, dataDir, keychain }) => {
  const first = await launch(dataDir, [], { keychain });
  await signIn(await first.firstWindow(), prepared, keychain);
  await first.close();
  const second = await launch(dataDir, [], { keychain });
  await expect(heading(await second.firstWindow(), keychain ? "Sign in" : "Unlock the console")).toBeVisible();
  await second.close();
});
