import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import type { Scenario } from "./fake/console.ts";
import { userId } from "./fake/records.ts";
import { type RendererUnderTest, startRenderer } from "./window.ts";

let renderer: RendererUnderTest;
beforeAll(async () => {
  renderer = await startRenderer();
}, 60_000);
afterAll(() => renderer.close());

interface Screen {
  scenario: Scenario;
  at?: string;
  /** Leads from the first view to the screen. */
  go?: (page: Page) => Promise<void>;
  /** A heading that tells that the screen is there. */
  heading: string | RegExp;
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const fill = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);

async function beginSetup(page: Page): Promise<void> {
  await press(page, "Set up a new console");
  await fill(page, "Organisation", "Lindenhof Hospital Group");
  await press(page, "Next");
  await fill(page, "Your name for signing in", "mara.lindqvist");
  await fill(page, "Password", "violet harbour quilt");
  await fill(page, "Password again", "violet harbour quilt");
  await page.getByText("Very good").waitFor();
}

const person = `/people/${userId(1)}`;
const screens: Record<string, Screen> = {
  "set-up, owner without keychain": {
    scenario: { phase: "empty", keychain: "unavailable" },
    go: beginSetup,
    heading: "The owner",
  },
  people: { scenario: { role: "owner", demo: true, keychain: "unavailable" }, heading: "People" },
  "people, failing": {
    scenario: { role: "helpdesk", failing: { "users.list": { code: "BUSY" } } },
    heading: "People",
  },
  "changing many, after": {
    scenario: { role: "operator", people: 300 },
    go: async (page) => {
      await page.getByLabel("Select everyone on the list").check();
      await press(page, "Set status");
      await page.getByRole("menuitem", { name: "Left" }).click();
      await page.getByRole("button", { name: /^Mark as left: / }).click();
      await page.getByText("Were marked as left", { exact: true }).waitFor();
    },
    heading: "Mark as left: 300 people",
  },
  "saving a filter": {
    scenario: { role: "helpdesk" },
    go: async (page) => {
      await press(page, "Saved filters");
      await page.getByRole("menuitem", { name: "Save this filter" }).click();
    },
    heading: "Save this filter",
  },
  "deleting a person": {
    scenario: { role: "owner" },
    at: person,
    go: async (page) => {
      await press(page, "More about this person");
      await page.getByRole("menuitem", { name: "Delete permanently" }).click();
    },
    heading: "Delete Aino Abrahamsson permanently?",
  },
};

describe.each(Object.entries(screens))("%s", (_name, screen) => {
  it("is accessible in light and dark, keeps to the policy and overflows nowhere", { timeout: 30_000 }, async () => {
    const { page, faults, close } = await renderer.open(screen.scenario, { at: screen.at ?? "" });
    await screen.go?.(page);
    await page.getByRole("heading", { name: screen.heading, exact: true }).first().waitFor();
    await expectAccessible(page);
    expect(faults).toEqual([]);
    await close();
  });
});
