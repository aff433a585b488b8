import { expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { button, inputs, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

it("the audit log is exported for others, as lines or as a table with its proof, and shows its check code", async () => {
  await inWindow({ role: "auditor" }, { at: "/audit" }, async ({ page, fake }) => {
    await button(page, "Export").click();
    const dialog = page.getByRole("dialog", { name: "Export the audit log" });
    await expectAccessible(page);
    await dialog.getByRole("combobox", { name: "As" }).click();
    await page.getByRole("option", { name: /^Table/u }).click();
    await button(dialog, "Choose where to save").click();
    await dialog.getByText("218,878 events exported").waitFor();
    await dialog.getByText(/\.proof\.json$/u).waitFor();
    await dialog.getByText("Check code: 7K3Q-M9XH-0D5T-W2RB-4FJN").waitFor();
    await expectAccessible(page);
    expect(inputs(fake, "audit.export")).toMatchObject([{ form: "csv" }]);
  });
});

it("a receipt of the audit log can be printed and saved", async () => {
  await inWindow({ role: "owner" }, { at: "/audit" }, async ({ page }) => {
    await button(page, "Receipt").click();
    const dialog = page.getByRole("dialog", { name: "Receipt of the audit log" });
    await dialog.getByText("7K3Q-M9XH-0D5T-W2RB-4FJN").first().waitFor();
    await button(dialog, "Save as PDF").waitFor();
    await expectAccessible(page);
  });
});

it("where events are copied to says what waits and why, and a server is added by its name", async () => {
  await inWindow({ role: "owner" }, { at: "/audit" }, async ({ page, fake }) => {
    await button(page, "Copies").click();
    const list = page.getByRole("dialog", { name: "Copies of the audit log" });
    await list.getByText("18 events wait; up to 218,860 is there.").waitFor();
    await list.getByText(/^The last attempt failed: Nothing answers/u).waitFor();
    await expectAccessible(page);
    await button(list, "Add a place").click();
    const dialog = page.getByRole("dialog", { name: "Add a place" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Second");
    await dialog.getByRole("combobox", { name: "Where to" }).click();
    await page.getByRole("option", { name: /^A syslog server/u }).click();
    await dialog.getByRole("textbox", { name: "Server", exact: true }).fill("log.example.org");
    await expectAccessible(page);
    await button(dialog, "Add a place").click();
    await list.waitFor();
    expect(inputs(fake, "audit.addStream")).toEqual([
      { name: "Second", whole: false, settings: { kind: "syslog", host: "log.example.org", port: 6514, ca: null } },
    ]);
  });
});
