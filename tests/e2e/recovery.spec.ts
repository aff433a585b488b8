import { expect, test } from "./fixtures.ts";
import { button, field, goTo, heading, signOut, submitSignIn } from "./support/acts.ts";
import { Phone } from "./support/phone.ts";

test("a sole owner comes back with the recovery key, and only with the password beside it", async ({
  signedIn: page,
  prepared,
}) => {
  const { name, password, phone, backupCodes } = prepared.owner;
  await signOut(page);
  await button(page, "I am an owner and lost my authenticator").click();
  await expect(heading(page, "Recover access with the recovery key")).toBeVisible();

  await test.step("the recovery key alone does nothing", async () => {
    await field(page, "Name").fill(name);
    await field(page, "Password").fill("a guess at it");
    await field(page, "Recovery key").fill(prepared.recoveryKey.toLowerCase());
    await button(page, "Next").click();
    await expect(page.getByRole("alert")).toContainText("The name, the password or the recovery key is wrong.");
  });

  let fresh: Phone;
  await test.step("both begin a new authenticator, and its code signs in", async () => {
    await field(page, "Password").fill(password);
    await button(page, "Next").click();
    await expect(heading(page, "Your new authenticator")).toBeVisible();
    const secret = (await page.getByLabel("Key for typing by hand").textContent()) ?? "";
    fresh = new Phone(`otpauth://totp/x?secret=${secret.replaceAll(/\s/gu, "")}&algorithm=SHA1&digits=6&period=30`);
    await field(page, "Code from the app").fill(fresh.next());
    await expect(heading(page, "Your backup codes")).toBeVisible();
    await expect(page.getByText("Make a new recovery key next")).toBeVisible();
    await page.getByRole("checkbox", { name: "I have stored these" }).check();
    await button(page, "Open the console").click();
    await expect(heading(page, "People")).toBeVisible();
  });

  await test.step("it is loud, and what was there before is over", async () => {
    await goTo(page, "Health");
    await expect(page.getByText(`${name} got back in with the recovery key`)).toBeVisible();
    await goTo(page, "Audit");
    await expect(page.getByText("Owner regained access with the recovery key").first()).toBeVisible();
    await signOut(page);
    await submitSignIn(page, { name, password, code: phone.next() });
    await expect(page.getByRole("alert")).toContainText("is wrong");
    await submitSignIn(page, { name, password, backupCode: backupCodes[0] ?? "" });
    await expect(page.getByRole("alert")).toContainText("is wrong");
    await button(page, "Use a code from the app instead").click();
    await submitSignIn(page, { name, password, code: fresh.next() });
    await expect(heading(page, "People")).toBeVisible();
  });
});
