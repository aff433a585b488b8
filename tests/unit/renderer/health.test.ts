import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { driftFinding } from "../../../src/renderer/features/health/findings.ts";
import type { FakeConsole } from "./fake/console.ts";
import { type RendererUnderTest, startRenderer } from "./window.ts";

describe("what accepted codes say about the clock", () => {
  it("names the distance, the direction and how many authenticators speak for it", () => {
    expect(driftFinding({ samples: 40, suspectedMs: 180_000, share: 0.9 })).toMatchObject({
      state: "bad",
      title: "This computer's clock is probably 3 min behind: 36 of 40 authenticators say so",
    });
    expect(driftFinding({ samples: 12, suspectedMs: -90_000, share: 1 }).title).toBe(
      "This computer's clock is probably 1 min 30 s ahead: 12 of 12 authenticators say so",
    );
  });

  it("accuses no clock without evidence, and says what was compared", () => {
    expect(driftFinding({ samples: 1, suspectedMs: null, share: 0 })).toMatchObject({
      state: "good",
      lines: ["Compared with the last codes of 1 authenticator."],
    });
    expect(driftFinding({ samples: 0, suspectedMs: null, share: 0 }).lines).toEqual([
      "No recent code could be compared with the clock.",
    ]);
  });
});

const inputs = (fake: FakeConsole) =>
  fake.calls.filter(({ procedure }) => procedure === "system.setStepsBack").map(({ input }) => input);

describe("the health page", () => {
  let renderer: RendererUnderTest;
  beforeAll(async () => {
    renderer = await startRenderer();
  }, 60_000);
  afterAll(() => renderer.close());

  const inOrder = "No problems found.";

  it("is in order with backups that restore, and not without any", async () => {
    const backups = { configured: true, count: 3 };
    const kept = await renderer.open({ role: "owner", backups }, { at: "/health" });
    await kept.page.getByText(inOrder).waitFor();
    await kept.close();
    const { page, close } = await renderer.open({ role: "owner" }, { at: "/health" });
    const finding = page.getByRole("listitem").filter({ hasText: "There is no backup yet" });
    await finding.getByRole("img", { name: "Needs attention" }).waitFor();
    await page.getByText("Something needs your attention.").waitFor();
    expect(await page.getByText(inOrder).count()).toBe(0);
    await close();
  });

  it("shows that the console was restored with a broken audit log, and where it broke", async () => {
    const { page, close } = await renderer.open(
      {
        role: "owner",
        backups: { configured: true, count: 3 },
        restoredBroken: { at: Date.now(), backupName: "monday.age", event: 1204 },
      },
      { at: "/health" },
    );
    const finding = page.getByRole("listitem").filter({ hasText: "from a backup whose audit log was broken" });
    await finding.getByRole("img", { name: "Needs attention" }).waitFor();
    expect(await finding.textContent()).toMatch(/monday\.age.*number 1,204/u);
    await page.getByText("Something needs your attention.").waitFor();
    await close();
  });

  it("names those whose new backup codes nobody has confirmed", async () => {
    const { page, close } = await renderer.open(
      {
        role: "owner",
        backups: { configured: true, count: 3 },
        unconfirmedCodes: { count: 7, names: ["ann", "ben", "cleo", "dov", "eva"] },
      },
      { at: "/health" },
    );
    const finding = page
      .getByRole("listitem")
      .filter({ hasText: "Nobody has confirmed that 7 people have their new backup codes" });
    await finding.getByRole("img", { name: "Needs attention" }).waitFor();
    expect(await finding.textContent()).toContain("ann, ben, cleo, dov, eva and 2 more");
    await page.getByText("Something needs your attention.").waitFor();
    await close();
  });

  it("says that the clock is probably wrong, and what to do", async () => {
    const { page, faults, close } = await renderer.open(
      { role: "helpdesk", drift: { samples: 25, suspectedMs: 300_000, share: 0.8 } },
      { at: "/health" },
    );
    const finding = page.getByRole("listitem").filter({ hasText: "probably 5 min behind" });
    await finding.getByRole("img", { name: "Needs attention" }).waitFor();
    expect(await finding.textContent()).toContain("20 of 25 authenticators say so");
    expect(await finding.textContent()).toContain("set this computer's clock");
    expect(faults).toEqual([]);
    await close();
  });

  it("names whose codes were accepted in the future, and corrects them with a reason only", async () => {
    const until = Date.now() + 86_400_000;
    const { page, fake, faults, close } = await renderer.open(
      {
        role: "owner",
        ahead: [
          { kind: "administrator", name: "mara.lindqvist", label: "Authenticator", until },
          { kind: "device", name: "GA-1001", label: "", until },
        ],
      },
      { at: "/health" },
    );
    const finding = page.getByRole("listitem").filter({ hasText: "2 entries were written while" });
    await finding.getByText("mara.lindqvist, Authenticator: codes refused until").waitFor();
    await finding.getByRole("button", { name: "Correct them" }).click();
    const dialog = page.getByRole("dialog", { name: "Correct these entries?" });
    expect(await dialog.getByRole("button", { name: "Correct them" }).isDisabled()).toBe(true);
    await dialog.getByRole("textbox", { name: "Reason" }).fill("The clock was a day ahead");
    await dialog.getByRole("button", { name: "Correct them" }).click();
    await finding.waitFor({ state: "detached" });
    expect(inputs(fake)).toEqual([{ reason: "The clock was a day ahead" }]);
    expect(faults).toEqual([]);
    await close();
  });
});
