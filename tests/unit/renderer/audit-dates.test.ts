import { expect, it } from "vitest";
import { button, inputs, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

it("dates in the audit log are typed and shown as this computer writes dates, and what is no date is kept and named", () =>
  inWindow({ role: "auditor" }, { at: "/audit" }, async ({ page, fake }) => {
    const from = page.getByLabel("From", { exact: true });
    const asked = () => inputs(fake, "audit.list") as { from?: number }[];
    const day = await page.evaluate(() => new Date(2026, 10, 24).getTime());
    await from.fill("2026-11-24");
    await expect.poll(() => asked().at(-1)?.from).toBe(day);
    await from.blur();
    const written = await page.evaluate(() =>
      new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(new Date(2026, 10, 24)),
    );
    expect(await from.inputValue()).toBe(written);

    await from.fill("soon");
    await from.blur();
    await page.getByText("Not a date").waitFor();
    expect(await from.inputValue()).toBe("soon");
    await expect.poll(() => asked().at(-1)?.from).toBeUndefined();

    await from.fill("2026-11-24");
    await button(page, "Clear").click();
    await expect.poll(() => from.inputValue()).toBe("");
  }));
