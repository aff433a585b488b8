import { expect, test } from "./fixtures.ts";
import { button, check, field, openPerson } from "./support/acts.ts";
import { Phone } from "./support/phone.ts";

const period = 30_000;
/** Further than a phone's clock is followed, near enough for the console to tell by how much it is off. */
const stepsAhead = 12;

test("a phone whose clock has run away is told so, brought back by two codes, and accepted", async ({
  signedIn: page,
  prepared,
}) => {
  const { name, phone } = prepared.ada;
  const ahead = new Phone(phone.uri.href, Math.floor(Date.now() / period) + stepsAhead);
  await openPerson(page, name);
  const verdict = await check(page, ahead.next());
  await expect(verdict).toContainText("Refused");
  await expect(verdict).toContainText(/\d minutes ahead of this computer's clock/u);

  await button(page, "Actions for Phone").click();
  await page.getByRole("menuitem", { name: "Resynchronise" }).click();
  const dialog = page.getByRole("dialog", { name: "Resynchronise Phone" });
  const send = async (first: string, second: string): Promise<void> => {
    await field(dialog, "First code").fill(first);
    await field(dialog, "Second code").fill(second);
  };
  await send(phone.wrong(), ahead.next());
  await expect(dialog.getByRole("alert").or(dialog.locator("[aria-invalid=true]")).first()).toBeVisible();
  await send(ahead.next(), ahead.next());
  await expect(dialog.getByRole("status")).toContainText("Phone is resynchronised");
  await expect(dialog.getByRole("status")).toContainText(/\d+.* ahead of this computer/u);
  await button(dialog, "Done").click();

  await expect(page.getByRole("article", { name: "Authenticator Phone" })).toContainText(
    /\d+.* ahead of this computer/u,
  );
  await expect(await check(page, ahead.again())).toContainText("used already");
  await expect(await check(page, ahead.next())).toContainText("Accepted");
});
