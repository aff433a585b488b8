import { expect, it } from "vitest";
import { text } from "#shared/texts/text.ts";
import type { Scenario } from "./fake/console.ts";
import { userId } from "./fake/records.ts";
import { type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const onPerson = (scenario: Scenario, use: Use): Promise<void> =>
  inWindow({ role: "helpdesk", ...scenario }, { at: `/people/${userId(1)}` }, use);

const restored =
  /This console was restored from a backup of .*2026.*Codes that were revoked or used since then may be/u;

it.each([
  ["accepted", {}],
  ["refused", { result: "refused", reason: "wrong_code", message: text("verdicts.wrong") } as const],
])("a code that is %s says that the console was restored while that is not dealt with", (_result, verdict) =>
  onPerson({ verdict: { ...verdict, restoredFrom: Date.UTC(2026, 9, 3, 12) } }, async ({ page }) => {
    await page.getByRole("textbox", { name: "Code or backup code" }).fill("123456");
    await page.keyboard.press("Enter");
    const result = page.getByRole("status", { name: "Result" });
    await result.getByText(/restored from a backup/u).waitFor();
    expect(await result.textContent()).toMatch(restored);
  }),
);

it("says nothing of a restore where there is nothing to be dealt with", () =>
  onPerson({}, async ({ page }) => {
    await page.getByRole("textbox", { name: "Code or backup code" }).fill("123456");
    await page.keyboard.press("Enter");
    const result = page.getByRole("status", { name: "Result" });
    await result.getByText("The code is right.").waitFor();
    expect(await result.getByText(/restored/u).count()).toBe(0);
  }));
