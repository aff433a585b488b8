import { expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { recipientName, recipientText } from "./fake/backups.ts";
import { keysFile, vpn } from "./fake/systems.ts";
import { userId } from "./fake/records.ts";
import { button, heading, inputs, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

it("what does not fit another system is said before anything is written, and counted afterwards", async () => {
  await inWindow({ role: "owner" }, { at: "/systems" }, async ({ page, fake }) => {
    await heading(page, "Keys for a system, once").waitFor();
    await expectAccessible(page);
    await page.getByRole("combobox", { name: "Form", exact: true }).click();
    await page.getByRole("option", { name: "otpauth", exact: true }).click();
    await page.getByText("Whoever has this file can make everybody's codes").waitFor();
    await button(page, "Check what fits").click();
    await page.getByText("13 authenticators of 12 people fit").waitFor();
    await page.getByText(/does not have codes of 8 digits.*does not have steps of 60 seconds/u).waitFor();
    await expectAccessible(page);
    await button(page, "Choose where to save, and write").click();
    await page.getByText("13 authenticators written, 1 left out").waitFor();
    await expectAccessible(page);
    const [asked] = inputs(fake, "targets.export");
    expect(asked).toMatchObject({ format: "otpauth", to: keysFile });
  });
});

it("an export is encrypted for a backup key by its name and for whoever is typed", async () => {
  const typed = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
  await inWindow({ role: "owner", backups: { configured: true } }, { at: "/systems" }, async ({ page, fake }) => {
    await page.getByRole("combobox", { name: "Form", exact: true }).click();
    await page.getByRole("option", { name: "otpauth", exact: true }).click();
    const field = page.getByRole("combobox", { name: "Encrypt for" });
    await field.click();
    await page.getByRole("option", { name: recipientName }).click();
    await field.fill(typed);
    await field.press("Enter");
    await page.getByText("Whoever has this file can make everybody's codes").waitFor({ state: "detached" });
    await expectAccessible(page);
    await button(page, "Check what fits").click();
    await button(page, "Choose where to save, and write").click();
    await page.getByText(/any of its 2 recipients/u).waitFor();
    await expectAccessible(page);
    const suggestedName = expect.stringMatching(/^otpauth-.*\.txt\.age$/u) as string;
    expect(inputs(fake, "files.chooseToSave")).toMatchObject([{ suggestedName }]);
    expect(inputs(fake, "targets.export")).toMatchObject([{ encryptTo: [recipientText, typed] }]);
  });
});

it("a system is added by its name and form, and leads to what it does not have yet", async () => {
  await inWindow({ role: "owner" }, { at: "/systems" }, async ({ page, fake }) => {
    await page.getByText("No systems yet").waitFor();
    await button(page, "Add a system").click();
    const dialog = page.getByRole("dialog", { name: "Add a system" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("File server");
    await dialog.getByRole("combobox", { name: "Form", exact: true }).click();
    await page.getByRole("option", { name: "otpauth", exact: true }).click();
    await expectAccessible(page);
    await button(dialog, "Add a system").click();
    await heading(page, "VPN").waitFor();
    expect(inputs(fake, "targets.add")).toEqual([
      { name: "File server", format: "otpauth", settings: {}, mustFit: false },
    ]);
  });
});

it("a system shows what it lacks, gets it in a file, and lists what has to be removed there by hand", async () => {
  await inWindow({ role: "owner", namedSystem: true }, { at: "/systems" }, async ({ page, fake }) => {
    await page.getByRole("link", { name: "VPN", exact: true }).click();
    await page.getByText("2 new authenticators, 1 under another name now").waitFor();
    await page.getByText("carla").waitFor();
    await page.getByText("Revoked").waitFor();
    await expectAccessible(page);
    await button(page, "Write what is new").click();
    await page.getByText("13 authenticators written, 1 left out").waitFor();
    expect(inputs(fake, "targets.handOver")).toMatchObject([{ id: vpn, what: "changes", to: keysFile }]);
    await button(page, "They are removed there").click();
    const question = page.getByRole("dialog", { name: "Have these been removed from VPN?" });
    await expectAccessible(page);
    await button(question, "They are removed there").click();
    await heading(page, "To be removed there by hand").waitFor({ state: "detached" });
    expect(inputs(fake, "targets.settle")).toEqual([{ id: vpn, tokens: [expect.any(String)] }]);
  });
});

it("a system is changed: only what differs is sent, with what was seen, and never a secret", async () => {
  const at = `/systems/${vpn}`;
  await inWindow({ role: "owner", namedSystem: "keycloak-users" }, { at }, async ({ page, fake }) => {
    await button(page, "Change").click();
    const dialog = page.getByRole("dialog", { name: "Change VPN" });
    const name = dialog.getByRole("textbox", { name: "Name" });
    await name.waitFor();
    expect(await name.inputValue()).toBe("VPN");
    expect(await dialog.getByLabel("Passphrase of the file").count()).toBe(0);
    await expectAccessible(page);
    await name.fill("Gateway");
    await dialog.getByRole("textbox", { name: "Realm in Keycloak" }).fill("two");
    await button(dialog, "Save").click();
    await heading(page, "Gateway").waitFor();
    expect(inputs(fake, "targets.change")).toEqual([
      { id: vpn, version: "1", name: "Gateway", settings: { realm: "two" } },
    ]);
  });
});

it("removing a system says that it goes on accepting the same codes", async () => {
  await inWindow({ role: "owner", namedSystem: true }, { at: `/systems/${vpn}` }, async ({ page, fake }) => {
    await button(page, "Remove the system").click();
    const question = page.getByRole("dialog", { name: "Remove VPN?" });
    await question.getByText("Nothing changes in the system itself: it accepts the same codes as before.").waitFor();
    await button(question, "Remove the system").click();
    await heading(page, "Systems").waitFor();
    expect(inputs(fake, "targets.remove")).toEqual([{ id: vpn }]);
  });
});

it("a person's page says which systems have their keys, and which should not have one any more", async () => {
  await inWindow({ role: "helpdesk", namedSystem: true }, { at: `/people/${userId(1)}` }, async ({ page }) => {
    const systems = page.getByRole("list", { name: "Systems" }).getByRole("listitem");
    await systems.filter({ hasText: /VPN.*As here.*Phone/u }).waitFor();
    await systems.filter({ hasText: /VPN.*To be removed.*Old/u }).waitFor();
    await expectAccessible(page);
  });
});

it("codes for a sign-in are shown while their time lasts, and what became of it is told and shown", async () => {
  await inWindow({ role: "owner", namedSystem: true }, { at: `/people/${userId(1)}` }, async ({ page, fake }) => {
    await button(page, "Check a sign-in there").click();
    const question = page.getByRole("dialog", { name: "Check a sign-in to VPN" });
    await question.getByText("Whoever sees them can sign in as the person.").waitFor();
    await expectAccessible(page);
    await button(question, "Show the codes").click();
    const shown = page.getByRole("dialog", { name: "Sign in to VPN as ada" });
    await shown
      .getByRole("listitem")
      .filter({ hasText: /123456.*For another 0:/u })
      .waitFor();
    await shown
      .getByRole("listitem")
      .filter({ hasText: /654321.*In 0:/u })
      .waitFor();
    await shown.getByText("rlm_totp accepts a code more than once while it is valid.").waitFor();
    await expectAccessible(page);
    await shown.getByRole("textbox", { name: "Note" }).fill("From the office");
    await button(shown, "It was accepted").click();
    await shown.waitFor({ state: "detached" });
    const systems = page.getByRole("list", { name: "Systems" }).getByRole("listitem");
    await systems.filter({ hasText: /Sign-in accepted.*mara.*From the office/u }).waitFor();
    expect(inputs(fake, "targets.prove")).toMatchObject([{ id: vpn, result: "accepted", note: "From the office" }]);
  });
});

it("codes for a sign-in are gone once their time is over, and what became of it can still be told", async () => {
  const scenario = { role: "operator", namedSystem: true, lifeOfCode: 600 } as const;
  await inWindow(scenario, { at: `/people/${userId(1)}` }, async ({ page, fake }) => {
    await button(page, "Check a sign-in there").click();
    await button(page, "Show the codes").click();
    const shown = page.getByRole("dialog", { name: "Sign in to VPN as ada" });
    await shown.getByText("The time of these codes is over.").waitFor();
    expect(await shown.getByText(/123456|654321/u).count()).toBe(0);
    await button(shown, "It was refused").click();
    await shown.waitFor({ state: "detached" });
    expect(inputs(fake, "targets.prove")).toMatchObject([{ result: "refused" }]);
  });
});

it("nobody without the right is offered a code of somebody else", async () => {
  await inWindow({ role: "helpdesk", namedSystem: true }, { at: `/people/${userId(1)}` }, async ({ page }) => {
    await page.getByRole("list", { name: "Systems" }).getByRole("listitem").first().waitFor();
    expect(await button(page, "Check a sign-in there").count()).toBe(0);
  });
});
