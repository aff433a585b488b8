import type { Page } from "playwright-core";
import { text } from "#shared/texts/text.ts";
import { describe, expect, it } from "vitest";
import type { Scenario } from "./fake/console.ts";
import { button, inputs, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const adding = (scenario: Scenario, use: Use): Promise<void> =>
  inWindow({ role: "operator", ...scenario }, { at: "/people" }, async (window) => {
    await button(window.page, "Add a person").first().click();
    await use(window);
  });

const field = (page: Page, name: string) => page.getByRole("dialog").getByRole("textbox", { name, exact: true });
async function expectFocus(page: Page, name: string): Promise<void> {
  await expect.poll(() => field(page, name).evaluate((element) => element === document.activeElement)).toBe(true);
}
const send = (page: Page) => page.keyboard.press("Enter");

describe("a form", () => {
  it("sends nothing that the contract refuses, marks it, leads to the first fault and keeps what was typed", () =>
    adding({}, async ({ page, fake }) => {
      await field(page, "Username").fill("mara lind");
      await field(page, "E-mail").fill("nowhere");
      await send(page);
      await page.getByText("Something in this form is not right. Correct the marked fields.").waitFor();
      await page.getByText("This is not an e-mail address.").waitFor();
      await expectFocus(page, "Username");
      expect(await field(page, "Username").inputValue()).toBe("mara lind");
      expect(await field(page, "E-mail").inputValue()).toBe("nowhere");
      expect(fake.count("users.add")).toBe(0);
    }));

  it("marks what the console refuses just so, and is sent by Enter once it is right", () => {
    const fields = { email: text("plain.legacy", { sentence: "This address belongs to another person." }) };
    const failing: Scenario["failing"] = { "users.add": { code: "CONFLICT", fields } };
    return adding({ failing }, async ({ page, fake }) => {
      await field(page, "Username").fill("mara.lind");
      await field(page, "E-mail").fill("mara@lindenhof.example");
      await field(page, "Username").focus();
      await send(page);
      await page.getByText("This address belongs to another person.", { exact: true }).waitFor();
      await expectFocus(page, "E-mail");
      expect(await field(page, "Username").inputValue()).toBe("mara.lind");
      expect(inputs(fake, "users.add")).toEqual([
        { username: "mara.lind", name: "", email: "mara@lindenhof.example", externalId: "", groups: [] },
      ]);
    });
  });

  it("lists the faults that no field of it shows", () => {
    const failing: Scenario["failing"] = {
      "users.add": {
        code: "INVALID_INPUT",
        fields: { notes: text("plain.legacy", { sentence: "The notes are too long." }) },
      },
    };
    return adding({ failing }, async ({ page }) => {
      await field(page, "Username").fill("mara.lind");
      await send(page);
      const notice = page.getByRole("alert").filter({ hasText: "Something in this form is not right." });
      await notice.waitFor();
      expect(await notice.textContent()).toContain("The notes are too long.");
    });
  });
});
