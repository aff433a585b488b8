import type { Page } from "playwright-core";
import { text } from "#shared/texts/text.ts";
import { describe, expect, it } from "vitest";
import { backupCodes, peopleOf, sessionOf, userId } from "./fake/records.ts";
import { button, heading, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const focused = (page: Page, label: string) => page.locator("input:focus").and(page.getByLabel(label)).waitFor();
const person = `/people/${userId(1)}`;

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill("mara.lindqvist");
  await page.getByLabel("Password", { exact: true }).fill("violet harbour quilt");
  await page.getByLabel("Code", { exact: true }).fill("492 817");
  await page.keyboard.press("Enter");
}

describe("signing in", () => {
  it("sends name, password and code in one call and opens the people", () =>
    inWindow({}, {}, async ({ page, fake }) => {
      await signIn(page);
      await heading(page, "People").waitFor();
      expect(fake.calls.filter(({ procedure }) => procedure === "access.signIn")).toEqual([
        {
          procedure: "access.signIn",
          input: { name: "mara.lindqvist", password: "violet harbour quilt", code: "492817" },
        },
      ]);
    }));

  it("says how many backup codes are left after signing in with one", () =>
    inWindow({}, {}, async ({ page, fake }) => {
      await button(page, "Use a backup code instead").click();
      await page.getByLabel("Name", { exact: true }).fill("mara.lindqvist");
      await page.getByLabel("Password", { exact: true }).fill("x");
      await page.getByLabel("Backup code", { exact: true }).fill("AAAAA-BBBBB");
      await page.keyboard.press("Enter");
      await page.getByText("7 backup codes are left.").waitFor();
      expect(fake.calls.find(({ procedure }) => procedure === "access.signIn")?.input).toEqual({
        name: "mara.lindqvist",
        password: "x",
        backupCode: "AAAAA-BBBBB",
      });
    }));

  it("counts down while it is throttled", () =>
    inWindow(
      { failing: { "access.signIn": { code: "THROTTLED", details: { retryAt: Date.now() + 120_000 } } } },
      {},
      async ({ page, fake }) => {
        await signIn(page);
        const wait = page.getByRole("button", { name: /^Try again in 1 min/u });
        await wait.waitFor();
        expect(await wait.isDisabled()).toBe(true);
        expect(await page.getByText(/Reference/u).count()).toBe(0);
        await page.keyboard.press("Enter");
        expect(fake.count("access.signIn")).toBe(1);
      },
    ));

  it("tells that a session ended by itself, and not after a sign-out", () =>
    inWindow({ role: "owner" }, {}, async ({ page, fake }) => {
      await heading(page, "People").waitFor();
      fake.change({ session: null });
      await page.getByText("Your session has ended").waitFor();
      await signIn(page);
      await page.getByRole("button", { name: /account$/u }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await heading(page, "Sign in").waitFor();
      expect(await page.getByText("Your session has ended").count()).toBe(0);
    }));
});

describe("the lock", () => {
  it("hides pages and dialogs from sight, keyboard and assistive technology, and brings them back as they were", () =>
    inWindow({ role: "owner" }, {}, async ({ page }) => {
      await button(page, "Add a person").click();
      const field = page.getByLabel("Username", { exact: true });
      await field.fill("nora");
      await page.keyboard.press("Control+l");
      await heading(page, "Locked").waitFor();
      await page.keyboard.press("Escape");
      expect(await field.isVisible()).toBe(false);
      expect(await page.getByRole("table").count()).toBe(0);
      await page.getByLabel("Password", { exact: true }).fill("violet harbour quilt");
      await page.keyboard.press("Enter");
      await field.waitFor();
      expect(await field.inputValue()).toBe("nora");
    }));
});

describe("roles", () => {
  it("show only the places that the contract opens to them", () =>
    inWindow({ role: "helpdesk" }, { at: "/backup" }, async ({ page }) => {
      await heading(page, "Your role cannot open this page").waitFor();
      expect(await page.getByRole("navigation", { name: "Main" }).getByRole("link").allTextContents()).toEqual([
        "People",
        "Check a code",
        "Letters",
        "Hardware tokens",
        "Policies",
        "Health",
      ]);
    }));
});

describe("people", () => {
  it("searches while typing, asks once for a burst of keys, and says when nobody matches", () =>
    inWindow({ role: "owner" }, {}, async ({ page, fake }) => {
      await page.getByRole("link", { name: "Aino Abrahamsson" }).first().waitFor();
      await page.keyboard.press("/");
      const before = fake.count("users.list");
      await page.keyboard.type("farid");
      await page.getByText(/people match$/u).waitFor();
      expect(fake.count("users.list") - before).toBeLessThan("farid".length);
      await page.getByLabel("Search people").fill("nobody at all");
      await heading(page, "Nobody matches").waitFor();
      await button(page, "Clear search and filters").click();
      await page.getByText("137 people", { exact: true }).waitFor();
    }));

  it("draws only the rows in sight of a long list and loads the next page on the way down", () =>
    inWindow({ role: "owner" }, {}, async ({ page, fake }) => {
      const rows = page.getByRole("table", { name: "People" }).getByRole("row");
      await page.getByRole("link", { name: "Aino Abrahamsson" }).first().waitFor();
      expect(await rows.count()).toBeLessThan(40);
      await page.getByRole("link", { name: "Aino Abrahamsson" }).first().focus();
      const last = page.locator('[role="row"][aria-rowindex="138"]');
      while ((await last.count()) === 0) await page.keyboard.press("ArrowDown");
      expect(fake.count("users.list")).toBe(2);
    }));
});

describe("enrolment", () => {
  it("asks before a pending enrolment is left, and throws it away", () =>
    inWindow({ role: "owner" }, { at: `${person}/enrol` }, async ({ page, fake }) => {
      await button(page, "Show the QR code").click();
      await page.getByRole("link", { name: "Health" }).click();
      await heading(page, "Cancel enrolment of Aino Abrahamsson?").waitFor();
      await button(page, "Stay").click();
      expect(fake.count("tokens.cancel")).toBe(0);
      await page.getByRole("link", { name: "Health" }).click();
      await button(page, "Cancel enrolment").click();
      await heading(page, "Health").waitFor();
      expect(fake.count("tokens.cancel")).toBe(1);
    }));

  it("shows backup codes once, prints them on a page of their own, and goes on when they are stored", () =>
    inWindow({ role: "owner" }, { at: `${person}/enrol` }, async ({ page, fake }) => {
      await button(page, "Show the QR code").click();
      await page.getByLabel("Code from the app").fill("123456");
      await page.keyboard.press("Enter");
      const list = page.getByRole("list", { name: "Backup codes" });
      await list.waitFor();
      expect(await list.locator("code").allTextContents()).toEqual(backupCodes);
      expect(await page.locator("#print").textContent()).toBe("");
      await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("#print li").allTextContents()).toEqual(backupCodes);
      expect(await page.locator("#root").isVisible()).toBe(false);
      await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
      await page.emulateMedia({ media: "screen" });
      expect(await page.locator("#print").textContent()).toBe("");
      await button(page, "Copy").click();
      await page.getByText("The clipboard will be cleared in one minute.").waitFor();
      expect(fake.calls.at(-1)).toEqual({
        procedure: "clipboard.copy",
        input: { text: backupCodes.join("\n"), clearAfter: 60_000 },
      });
      expect(await button(page, "Next").isDisabled()).toBe(true);
      await page.getByLabel("Aino Abrahamsson has these codes").check();
      await button(page, "Next").click();
      await heading(page, "Enrolled").waitFor();
      expect(await page.getByText(backupCodes[0] ?? "").count()).toBe(0);
    }));
});

describe("the help desk", () => {
  it("checks a queue of people from the keyboard alone, faster than the search answers", () =>
    inWindow({ role: "helpdesk" }, { at: "/check" }, async ({ page, fake }) => {
      // Two names that nobody shares.
      const times = Map.groupBy(peopleOf(137), ({ name }) => name);
      const unique = [...times].filter(([, people]) => people.length === 1).map(([name]) => name);
      for (const name of unique.slice(0, 2)) {
        await focused(page, "Person");
        await page.keyboard.type(name);
        await page.keyboard.press("Enter");
        await focused(page, "Code or backup code");
        await page.keyboard.type("492 817");
        // Those with a token of eight digits beside the phone say when it is whole.
        await page.keyboard.press("Enter");
        await page
          .getByRole("status", { name: "Result" })
          .getByText(new RegExp(`^${name}`, "u"))
          .waitFor();
      }
      await focused(page, "Person");
      expect(fake.count("verification.check")).toBe(2);
    }));

  it("takes nobody by Enter whom the letters do not clearly mean, and opens the list instead", () =>
    inWindow({ role: "helpdesk" }, { at: "/check" }, async ({ page, fake }) => {
      await focused(page, "Person");
      await page.keyboard.type("Farid");
      await page.keyboard.press("Enter");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("Enter");
      expect(await page.getByLabel("Person").inputValue()).toBe("Farid");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await focused(page, "Code or backup code");
      expect(fake.count("verification.check")).toBe(0);
    }));

  it("keeps the person and waits after a throttled code, and does not spend an attempt on half a code", () =>
    inWindow(
      {
        role: "helpdesk",
        verdict: {
          result: "refused",
          reason: "throttled",
          message: text("verdicts.throttled"),
          retryAt: Date.now() + 90_000,
        },
      },
      { at: "/check" },
      async ({ page, fake }) => {
        await focused(page, "Person");
        await page.keyboard.type("Farid");
        await page.getByRole("option").first().waitFor();
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        const code = page.getByLabel("Code or backup code");
        await code.fill("1234");
        await page.keyboard.press("Enter");
        await page.getByText("A code has 6 or 8 digits.").waitFor();
        expect(fake.count("verification.check")).toBe(0);
        await code.fill("123456");
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: /^Wait 1 min/u }).waitFor();
        expect(await page.getByLabel("Person").inputValue()).toMatch(/^Farid/u);
      },
    ));
});

describe("backup", () => {
  it("shows bytes and can be cancelled without an error notice", () =>
    inWindow({ role: "owner", hanging: ["archive.create"] }, { at: "/backup?tab=create" }, async ({ page }) => {
      await button(page, "Choose where to save").click();
      await page.getByLabel("Passphrase", { exact: true }).fill("correct horse battery");
      await page.getByLabel("Passphrase again", { exact: true }).fill("correct horse battery");
      await button(page, "Create backup").click();
      await page.getByText(/39.1 MB of 91.6 MB/u).waitFor();
      await button(page, "Cancel").click();
      await button(page, "Create backup").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
    }));

  it("restores only after the word is typed, keeps the result in sight, then offers the sign-in without a notice", () =>
    inWindow({ role: "owner" }, { at: "/backup" }, async ({ page }) => {
      await page.getByRole("tab", { name: "Restore" }).click();
      await button(page, "Choose a backup to restore").click();
      await button(page, "Choose a backup").click();
      await page.getByLabel("Passphrase", { exact: true }).fill("correct horse battery");
      await button(page, "Check the backup").click();
      await heading(page, "What is in the backup").waitFor();
      expect(await button(page, "Replace the database").isDisabled()).toBe(true);
      await page.getByLabel("Type RESTORE to confirm").fill("restore");
      await button(page, "Replace the database").click();
      await heading(page, "The backup was restored").waitFor();
      await button(page, "Go to sign-in").click();
      await heading(page, "Sign in").waitFor();
      expect(await page.getByText("Your session has ended").count()).toBe(0);
    }));
});

describe("an interrupted set-up", () => {
  it("goes on with the password and stays until the backup codes are stored", () =>
    inWindow({ phase: "setup" }, {}, async ({ page, fake }) => {
      await page.getByLabel("Password", { exact: true }).fill("violet harbour quilt");
      await button(page, "Continue").click();
      await heading(page, "Recovery key").waitFor();
      fake.change({ phase: "ready", session: sessionOf("owner") });
      await page.getByRole("group", { name: "Recovery key" }).waitFor();
      expect(await heading(page, "People").count()).toBe(0);
    }));
});
