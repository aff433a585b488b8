import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import type { Scenario } from "./fake/console.ts";
import { recoveryKey, userId } from "./fake/records.ts";
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

async function storeRecoveryKey(page: Page): Promise<void> {
  await beginSetup(page);
  await press(page, "Next");
  await press(page, "I have stored it");
  const label = (await page.getByText(/^Type group \d$/u).textContent()) ?? "";
  await fill(page, label, recoveryKey.split("-")[Number(label.at(-1)) - 1]?.toLowerCase() ?? "");
  await press(page, "Next");
}

const person = `/people/${userId(1)}`;
const screens: Record<string, Screen> = {
  welcome: { scenario: { phase: "empty" }, heading: "Welcome" },
  "set-up, owner without keychain": {
    scenario: { phase: "empty", keychain: "unavailable" },
    go: beginSetup,
    heading: "The owner",
  },
  "set-up, recovery key": {
    scenario: { phase: "empty" },
    go: async (page) => {
      await beginSetup(page);
      await press(page, "Next");
    },
    heading: "Recovery key",
  },
  "set-up, authenticator": { scenario: { phase: "empty" }, go: storeRecoveryKey, heading: "Your authenticator" },
  "set-up, backup codes": {
    scenario: { phase: "empty" },
    go: async (page) => {
      await storeRecoveryKey(page);
      await fill(page, "Code from the app", "123 456");
    },
    heading: "Your backup codes",
  },
  "unfinished set-up": { scenario: { phase: "setup" }, heading: "Set-up was not finished" },
  "damaged store": { scenario: { phase: "damaged" }, heading: "The database cannot be opened" },
  "locked vault": { scenario: { phase: "locked", keychain: "unavailable" }, heading: "Unlock the console" },
  "sign-in, refused, in a demo": {
    scenario: { demo: true, failing: { "access.signIn": { code: "SIGN_IN_REFUSED" } } },
    go: async (page) => {
      await press(page, "Fill in");
      await press(page, "Sign in");
      await page.getByRole("alert").waitFor();
    },
    heading: "Sign in",
  },
  "lock screen": { scenario: { role: "owner", locked: true }, heading: "Locked" },
  people: { scenario: { role: "owner", demo: true, keychain: "unavailable" }, heading: "People" },
  "no people": { scenario: { role: "owner", people: 0 }, heading: "People" },
  "people, failing": {
    scenario: { role: "helpdesk", failing: { "users.list": { code: "BUSY" } } },
    heading: "People",
  },
  "adding a person": {
    scenario: { role: "owner", failing: { "users.add": { code: "CONFLICT", fields: { username: "Taken." } } } },
    go: async (page) => {
      await press(page, "Add a person");
      await fill(page, "Username", "nora");
      await press(page, "Add");
      await page.getByText("Taken.", { exact: true }).waitFor();
    },
    heading: "Add a person",
  },
  "people, chosen": {
    scenario: { role: "operator", people: 300 },
    go: (page) => page.getByLabel("Select everyone on the list").check(),
    heading: "People",
  },
  "changing many, before": {
    scenario: { role: "operator", people: 300 },
    go: async (page) => {
      await page.getByLabel("Select everyone on the list").check();
      await press(page, "Delete");
      await page.getByText("Will be deleted permanently").waitFor();
    },
    heading: "Delete: 300 people",
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
  groups: { scenario: { role: "owner" }, at: "/people/groups", heading: "Groups" },
  "deleting a person": {
    scenario: { role: "owner" },
    at: person,
    go: async (page) => {
      await press(page, "More about this person");
      await page.getByRole("menuitem", { name: "Delete permanently" }).click();
    },
    heading: "Delete Aino Abrahamsson permanently?",
  },
  "bringing an authenticator into step": {
    scenario: { role: "helpdesk" },
    at: person,
    go: async (page) => {
      await press(page, "Actions for Phone 1");
      await page.getByRole("menuitem", { name: "Resynchronise" }).click();
    },
    heading: "Resynchronise Phone 1",
  },
  "a person": { scenario: { role: "owner" }, at: person, heading: "Aino Abrahamsson" },
  "asking before disabling": {
    scenario: { role: "owner" },
    at: person,
    go: (page) => press(page, "Disable"),
    heading: "Disable Aino Abrahamsson?",
  },
  "enrolment, options": {
    scenario: { role: "operator" },
    at: `${person}/enrol`,
    go: (page) => press(page, "Advanced"),
    heading: "Before you begin",
  },
  "enrolment, QR": {
    scenario: { role: "operator" },
    at: `${person}/enrol`,
    go: (page) => press(page, "Show the QR code"),
    heading: "On Aino Abrahamsson's phone",
  },
  "help desk": { scenario: { role: "helpdesk" }, at: "/check", heading: "Check a code" },
  audit: {
    scenario: { role: "auditor" },
    at: "/audit",
    go: async (page) => {
      await press(page, "Verify the audit log");
      await page.getByText("Audit log intact").waitFor();
      await press(page, "Details of event 120");
    },
    heading: "Audit",
  },
  backup: { scenario: { role: "owner" }, at: "/backup?tab=create", heading: "Save a backup" },
  restore: {
    scenario: { role: "owner" },
    at: "/backup",
    go: async (page) => {
      await page.getByRole("tab", { name: "Restore" }).click();
      await press(page, "Choose a backup to restore");
    },
    heading: "Restore from a backup",
  },
  health: { scenario: { role: "owner", keychain: "unavailable" }, at: "/health", heading: "Findings" },
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
