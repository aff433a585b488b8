import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { FakeConsole, Scenario } from "./fake/console.ts";
import { button, type Use, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

const many = 20_000;
const rowHeight = 52;
/** Ten pages of a hundred rows. */
const mostHeld = 1000;

const inList = (scenario: Scenario, use: Use): Promise<void> =>
  inWindow({ role: "owner", people: many, ...scenario }, { at: "/people" }, async (window) => {
    await window.page.locator("[data-number]").first().waitFor();
    await use(window);
  });

const row = (page: Page, number: number) => page.locator(`[data-number="${number}"]`);
const counted = (page: Page, words: string) => page.getByRole("status").getByText(words, { exact: true }).waitFor();
const lists = (fake: FakeConsole) =>
  fake.calls.filter(({ procedure }) => procedure === "users.list").map(({ input }) => input);
/** The number of the row that the keyboard is on. */
const focused = (page: Page) =>
  page.evaluate(() => Number(document.activeElement?.closest<HTMLElement>("[data-number]")?.dataset["number"]));

interface Ride {
  /** Numbers of the row in the middle of the list, frame by frame; -1: none was drawn there. */
  seen: number[];
  mostRows: number;
  highest: number;
}

/** Scrolls frame by frame until a row is in sight. */
const ride = (page: Page, step: number, until: number): Promise<Ride> =>
  page.evaluate(
    async ([by, goal]) => {
      const scroller = document.querySelector('[role="table"] [role="presentation"]');
      if (!(scroller instanceof HTMLElement)) throw new Error("There is no list.");
      const result: Ride = { seen: [], mostRows: 0, highest: 0 };
      const box = scroller.getBoundingClientRect();
      const inMiddle = () => {
        const hit = document.elementFromPoint(box.left + 60, box.top + box.height / 2);
        return Number(hit?.closest<HTMLElement>("[data-number]")?.dataset["number"] ?? -1);
      };
      for (let frame = 0; frame < 4000; frame += 1) {
        scroller.scrollBy({ top: by ?? 0 });
        await new Promise(requestAnimationFrame);
        const middle = inMiddle();
        result.seen.push(middle);
        result.mostRows = Math.max(result.mostRows, scroller.querySelectorAll("[data-number]").length);
        result.highest = Math.max(result.highest, scroller.scrollHeight);
        if ((by ?? 0) > 0 ? middle >= (goal ?? 0) : middle >= 0 && middle <= (goal ?? 0)) break;
      }
      return result;
    },
    [step, until] as const,
  );

describe("a long list of people", () => {
  it("holds and draws a bounded part of it both ways, stays in place when pages come and go", () =>
    inList({}, async ({ page, fake }) => {
      await counted(page, "20,000 people");
      const down = await ride(page, 800, 1500);
      const up = await ride(page, -800, 40);
      for (const { mostRows, highest } of [down, up]) {
        expect(mostRows).toBeLessThan(60);
        expect(highest).toBeLessThanOrEqual(mostHeld * rowHeight);
      }
      const drawn = down.seen.filter((number) => number >= 0);
      expect(drawn.toSorted((a, b) => a - b)).toEqual(drawn);
      expect(up.seen.filter((number) => number >= 0).toSorted((a, b) => b - a)).toEqual(
        up.seen.filter((number) => number >= 0),
      );
      expect(drawn.length / down.seen.length).toBeGreaterThan(0.9);
      expect(lists(fake).length).toBeGreaterThan(20);
    }));

  it("jumps to a letter, and on from there both ways", () =>
    inList({}, async ({ page, fake }) => {
      await button(page, "K").click();
      await row(page, 0)
        .getByRole("link", { name: /^Keiko/u })
        .waitFor();
      expect(lists(fake)).toContainEqual({ startAt: "K", sort: "name", limit: 100 });
      await page.locator('[aria-current="true"]').getByText("K", { exact: true }).waitFor();
      await row(page, 0).getByRole("link").focus();
      await page.keyboard.press("ArrowUp");
      await row(page, -1)
        .getByRole("link", { name: /^j[eé]r[oô]me/iu })
        .waitFor();
      // Nobody stands under Z: the end is the nearest.
      await button(page, "Z").click();
      await page.locator('[data-number="99"]').waitFor();
      expect(lists(fake)).toContainEqual({ fromEnd: true, sort: "name", limit: 100 });
    }));

  it("goes to both ends and by pages from the keyboard", () =>
    inList({}, async ({ page }) => {
      await row(page, 0).getByRole("link").focus();
      await page.keyboard.press("PageDown");
      await page.waitForFunction(() => !document.activeElement?.closest('[data-number="0"]'));
      const paged = await focused(page);
      expect(paged).toBeGreaterThan(4);
      await page.keyboard.press("PageUp");
      await page.waitForFunction(() => document.activeElement?.closest('[data-number="0"]'));
      await page.keyboard.press("End");
      await page.waitForFunction(() => document.activeElement?.closest('[data-number="99"]'));
      await page.keyboard.press("Home");
      await page.waitForFunction(() => document.activeElement?.closest('[data-number="0"]'));
      await page.keyboard.press("ArrowUp");
      await page.locator("input[data-search]:focus").waitFor();
      expect(await page.locator('[role="row"] a[tabindex="0"]').count()).toBe(1);
    }));

  it("says what it does not know: no number while a search settles, and no exact one of many matches", () =>
    inList({}, async ({ page }) => {
      await counted(page, "20,000 people");
      await page.evaluate(() => {
        const seen: string[] = [];
        Object.assign(window, { seen });
        const status = document.querySelector('[role="status"]');
        if (!status) throw new Error("There is no status.");
        new MutationObserver(() => seen.push(status.textContent)).observe(status, {
          subtree: true,
          characterData: true,
          childList: true,
        });
      });
      await page.getByLabel("Search people").fill("aino");
      await counted(page, "More than 500 people match");
      expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([
        "Searching …",
        "More than 500 people match",
      ]);
      await page.getByLabel("Search people").fill("aino.abrahamsson88");
      await page.getByText(/^\d+ (person matches|people match)$/u).waitFor();
    }));

  it("is read anew when somebody else has changed people, and not for what does not concern it", () =>
    inList({}, async ({ fake, page }) => {
      const before = lists(fake).length;
      fake.touch("letters");
      fake.touch("groups", "users");
      await expect.poll(() => lists(fake).length).toBe(before + 1);
      await row(page, 1).waitFor();
    }));

  it("is there as it was left on the way back from a person", () =>
    inList({}, async ({ page }) => {
      const { seen } = await ride(page, 500, 400);
      const link = row(page, seen.at(-1) ?? 0).getByRole("link");
      const place = await link.evaluate((element) => element.getBoundingClientRect().top);
      await link.click();
      await page.getByRole("main").getByRole("link", { name: "People", exact: true }).click();
      await link.waitFor();
      expect(await link.evaluate((element) => element.getBoundingClientRect().top)).toBeCloseTo(place, -1);
    }));

  it("has the whole search on the way back, also the end that was typed right before it was left", () =>
    inList({}, async ({ page }) => {
      const search = page.getByRole("textbox", { name: "Search people" });
      await search.fill("aino");
      await page.evaluate(() => {
        document.execCommand("insertText", false, " a");
        document.querySelector<HTMLElement>('[data-number="0"] a')?.click();
      });
      await page.getByRole("main").getByRole("link", { name: "People" }).click();
      await search.waitFor();
      expect(await search.inputValue()).toBe("aino a");
    }));
});

describe("filters", () => {
  it("narrow by group and by status, and are kept under a name, picked and deleted", () =>
    inList({ people: 137 }, async ({ page, fake }) => {
      await page.getByRole("combobox", { name: "Group" }).fill("radio");
      await page.getByRole("option", { name: "Radiology" }).click();
      await page.getByRole("combobox", { name: "Status" }).click();
      await page.getByRole("option", { name: "Left", exact: true }).click();
      await page.getByText(/match(es)?$/u).waitFor();
      const narrowed = lists(fake).at(-1);
      await button(page, "Saved filters").click();
      await page.getByRole("menuitem", { name: "Save this filter" }).click();
      await page.getByRole("dialog").getByLabel("Name").fill("Left radiology");
      await button(page, "Save").click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.evaluate(() => window.location.assign("#/people"));
      await counted(page, "137 people");
      await button(page, "Saved filters").click();
      await page.getByRole("menuitem", { name: "Left radiology" }).click();
      await page.getByText(/match(es)?$/u).waitFor();
      expect(lists(fake).at(-1)).toMatchObject({ status: "left", group: (narrowed as { group: string }).group });
      await button(page, "Saved filters").click();
      await page.getByRole("menuitem", { name: "Delete saved filters" }).click();
      await button(page, "Delete Left radiology").click();
      await page.getByText("No saved filters.").waitFor();
    }));
});
