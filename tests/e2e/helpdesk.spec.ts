import { expect, test } from "./fixtures.ts";
import { check, field, goTo, heading, readBackupCodes, scan } from "./support/acts.ts";
import { tabTo } from "./support/keyboard.ts";

test("the help desk checks one person after the other", async ({ signedIn: page, prepared }) => {
  const { ada, grace } = prepared;
  await goTo(page, "Check a code");
  const picker = page.getByLabel("Person", { exact: true });
  const choose = async (typed: string, name: string): Promise<void> => {
    await picker.fill(typed);
    await page.getByRole("option", { name }).click();
    await expect(field(page, "Code or backup code")).toBeFocused();
  };
  await choose("lovel", ada.name);
  await expect(await check(page, "12345")).toHaveCount(0);
  await expect(field(page, "Code or backup code")).toHaveAccessibleDescription(/A code has 6 or 8 digits\./u);
  await expect(await check(page, ada.phone.next())).toContainText("Accepted");

  await choose("gra", grace.name);
  await expect(await check(page, "123456")).toContainText("This person has no authenticator that could accept it.");
  await picker.fill("nobody of this name");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await expect(page.getByRole("region", { name: "Recent checks" }).getByRole("listitem")).toHaveCount(2);
});

test("wrong codes in a row make the next check wait", async ({ signedIn: page, prepared }) => {
  await goTo(page, "People");
  await page.getByRole("link", { name: prepared.ada.name }).click();
  const wrong = prepared.ada.phone.wrong();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await expect(await check(page, wrong)).toContainText("The code is wrong.");
    await expect(field(page, "Code or backup code")).toHaveValue("");
  }
  const verdict = await check(page, prepared.ada.phone.next());
  await expect(verdict).toContainText("Too many wrong codes in a row.");
  await expect(verdict).toContainText(/Next attempt in \d+ s/u);
  await expect(page.getByRole("button", { name: /^Wait \d+ s$/u })).toBeDisabled();
});

test("a person is added, enrolled and checked with the keyboard alone", async ({ signedIn: page }) => {
  const { keyboard } = page;
  const press = async (name: string | RegExp, role: "button" | "link" = "button", key = "Enter"): Promise<void> => {
    await tabTo(page, page.getByRole(role, { name, exact: typeof name === "string" }));
    await keyboard.press(key);
  };
  await press("Add a person");
  await expect(field(page, "Username")).toBeFocused();
  await keyboard.type("alan");
  await keyboard.press("Tab");
  await keyboard.type("Alan Turing");
  await keyboard.press("Enter");
  await press("Enrol now");
  await press("Show the QR code");
  const phone = await scan(page);
  await tabTo(page, field(page, "Code from the app"));
  await keyboard.type(phone.next());
  await keyboard.press("Enter");
  await readBackupCodes(page);
  await tabTo(page, page.getByLabel("Alan Turing has these codes"));
  await keyboard.press("Space");
  await press("Next");
  await press("Open the person", "link");
  await expect(heading(page, "Alan Turing")).toBeVisible();

  await keyboard.press("Control+k");
  await expect(heading(page, "Check a code")).toBeVisible();
  await expect(page.getByLabel("Person", { exact: true })).toBeFocused();
  await keyboard.type("alan");
  await expect(page.getByRole("option", { name: "Alan Turing" })).toBeVisible();
  await keyboard.press("Enter");
  await expect(field(page, "Code or backup code")).toBeFocused();
  await keyboard.type(phone.next());
  await keyboard.press("Enter");
  await expect(page.getByRole("status", { name: "Result" })).toContainText("Accepted");
  await expect(page.getByLabel("Person", { exact: true })).toBeFocused();
});
