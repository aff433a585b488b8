import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Selection } from "#shared/contract/directory.ts";
import { sumLines } from "../../../src/renderer/app/report/sums.ts";
import { outcomeOf } from "../../../src/renderer/features/letters/outcome.ts";
import { modulesPath } from "../../../src/renderer/features/letters/page-drawing.ts";
import { insertAt } from "../../../src/renderer/features/letters/template-draft.ts";
import { expectAccessible } from "./accessible.ts";
import type { Scenario } from "./fake/console.ts";
import { folder, lettersFile, picture } from "./fake/letters.ts";
import { peopleOf, userId } from "./fake/records.ts";
import { button, heading, type Use, useRenderer } from "./harness.ts";
import type { OpenedWindow } from "./window.ts";

const openWindow = useRenderer();

const inWindow = (at: string, scenario: Scenario, use: Use): Promise<void> => openWindow(scenario, { at }, use);

const sums = async (page: Page): Promise<string[]> => page.locator('dl[aria-label="Sums"] > div').allTextContents();
const lastInput = ({ fake }: OpenedWindow, procedure: string) =>
  fake.calls.findLast((call) => call.procedure === procedure)?.input;

/** Arrives as from the list of people, which hands its selection over. */
async function arriveWith(page: Page, selection: Selection): Promise<void> {
  await heading(page, "Health").waitFor();
  await page.evaluate(
    (usr) => {
      const state = { usr, key: "handed", idx: 1 };
      history.pushState(state, "", "#/letters/new");
      window.dispatchEvent(new PopStateEvent("popstate", { state }));
    },
    { selection },
  );
  await heading(page, "New letters").waitFor();
}

async function chooseOption(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

const people = peopleOf(137);
const couldUse = people.filter(({ status, enrolment }) => status === "active" && enrolment === "none").length;
/** Enrolled, enrolled, not enrolled, disabled. */
const four = [userId(1), userId(2), userId(4), userId(11)];

describe("the words of a report", () => {
  it("call only the whole a success", () => {
    expect(outcomeOf({ total: 40, done: 40, unchanged: 0, refused: 0 })).toEqual({
      tone: "good",
      title: "All 40 letters were made",
    });
    expect(outcomeOf({ total: 40, done: 38, unchanged: 1, refused: 1 })).toEqual({
      tone: "wait",
      title: "38 letters were made for 40 people: 2 people got none",
    });
    expect(outcomeOf({ total: 3, done: 0, unchanged: 0, refused: 3 })).toEqual({
      tone: "bad",
      title: "No letters were made",
    });
    expect(outcomeOf({ total: 0, done: 0, unchanged: 0, refused: 0 }).tone).toBe("bad");
  });

  it("end with the sum of the lines before it", () => {
    const lines = sumLines({ total: 12, done: 7, unchanged: 3, refused: 2 }, "Letters made");
    const last = lines.at(-1)?.count;
    expect(lines.slice(0, -1).reduce((sum, { count }) => sum + count, 0)).toBe(last);
  });
});

describe("new letters", () => {
  it("show what will happen, make the letters, and say what to do with them", () =>
    inWindow("/letters/new", { role: "operator" }, async (window) => {
      const { page, fake } = window;
      await chooseOption(page, "People", "Everyone without an authenticator");
      await page.getByText(`${couldUse} letters will be made for ${couldUse} people.`).waitFor();
      expect(await button(page, `Make ${couldUse} letters`).isDisabled()).toBe(true);
      expect(fake.count("letters.issue")).toBe(0);
      await page.getByLabel("One PDF each, in a folder").check();
      await button(page, "Choose a folder").click();
      await page.getByRole("group", { name: "Folder" }).getByText(folder).waitFor();
      await button(page, `Make ${couldUse} letters`).click();
      await page.getByText(`All ${couldUse} letters were made`).waitFor();
      expect(lastInput(window, "letters.issue")).toEqual({
        selection: { filter: { status: "active", enrolment: "none" } },
        into: { kind: "folder", folder },
      });
      expect(await sums(page)).toEqual([
        `Letters made${couldUse}`,
        "No change needed0",
        "Refused0",
        `Total${couldUse}`,
      ]);
      await page.getByText("Keep it apart from usernames and passwords", { exact: false }).waitFor();
    }));

  it("take the selection of the list of people, and never call a part a success", () =>
    inWindow("/health", { role: "owner" }, async (window) => {
      const { page } = window;
      await arriveWith(page, { ids: four });
      await page.getByText("1 letter will be made for 4 people. 3 people get none; see why below.").waitFor();
      const table = page.getByRole("table", { name: "People to check" });
      expect(await table.getByRole("row").allTextContents()).toEqual([
        "PersonResultWhy",
        expect.stringMatching(/Refused.*Is disabled/u),
        expect.stringMatching(/Unchanged.*Already/u),
        expect.stringMatching(/Unchanged.*Already/u),
      ]);
      await page.getByLabel("Include people who have an active authenticator").check();
      await page.getByText("3 letters will be made for 4 people.", { exact: false }).waitFor();
      await button(page, "Choose where to save").click();
      await button(page, "Make 3 letters").click();
      await page.getByText("3 letters were made for 4 people: 1 person got none").waitFor();
      expect(lastInput(window, "letters.issue")).toEqual({
        selection: { ids: four },
        replace: true,
        into: { kind: "file", file: lettersFile },
      });
      await page.getByText(`Print 3 pages from ${lettersFile}.`).waitFor();
      expect(await sums(page)).toEqual(["Letters made3", "No change needed0", "Refused1", "Total4"]);
      await expectAccessible(page);
    }));

  it("offer only parameters that the policy allows, and send only what was changed", () =>
    inWindow("/health", { role: "owner" }, async (window) => {
      const { page } = window;
      await arriveWith(page, { ids: four });
      await button(page, "Advanced").click();
      const kinds = page.getByRole("radiogroup", { name: "Type" }).getByRole("radio");
      await kinds.first().waitFor({ state: "attached" });
      expect(await kinds.count()).toBe(1);
      await page.getByRole("radiogroup", { name: "Algorithm" }).getByText("SHA256").click();
      await expect
        .poll(() => lastInput(window, "letters.preview"))
        .toEqual({
          selection: { ids: four },
          algorithm: "SHA256",
        });
    }));

  it("can be cancelled, asks before it is left, and says that nothing was done", () =>
    inWindow("/letters/new", { role: "owner", hanging: ["letters.issue"] }, async ({ page }) => {
      await chooseOption(page, "People", "Everyone without an authenticator");
      await button(page, "Choose where to save").click();
      await button(page, `Make ${couldUse} letters`).click();
      await page.getByRole("progressbar", { name: "Making the letters" }).waitFor();
      await page.getByRole("link", { name: "Health" }).click();
      await heading(page, "Stop making the letters?").waitFor();
      await button(page, "Stay").click();
      await button(page, "Cancel").click();
      await page.getByText("Cancelled. No letters were made and nobody was enrolled.").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(await button(page, `Make ${couldUse} letters`).isEnabled()).toBe(true);
    }));
});

describe("the list of letters", () => {
  it("says how many were never used, and shows them", () =>
    inWindow("/letters", { role: "helpdesk" }, async ({ page }) => {
      await page.getByText("12 letters have expired").waitFor();
      await expectAccessible(page);
      await button(page, "Show").click();
      await page.getByText("12 letters found", { exact: false }).waitFor();
      const table = page.getByRole("table", { name: "Letters" });
      expect(await table.getByText("Expired", { exact: true }).count()).toBe(12);
      expect(await page.getByRole("checkbox").count()).toBe(0);
    }));

  it("searches by serial and links to the person", () =>
    inWindow("/letters", { role: "owner" }, async ({ page }) => {
      await page.getByText("60 letters", { exact: true }).waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("L-4001");
      await page.getByText("1 letter found", { exact: true }).waitFor();
      await page.getByRole("link", { name: people[1]?.name ?? "", exact: true }).click();
      await heading(page, people[1]?.name ?? "").waitFor();
      expect(new URL(page.url()).hash).toBe(`#/people/${userId(2)}`);
    }));

  it("explains that a reprint voids the older secret, leaves used letters out, and reports", () =>
    inWindow("/letters", { role: "operator" }, async (window) => {
      const { page } = window;
      for (const serial of ["L-4000", "L-4001", "L-4002"]) await page.getByLabel(`Select letter ${serial}`).check();
      await page.getByText("3 letters selected").waitFor();
      await button(page, "Reprint").click();
      await heading(page, "Reprint 2 letters").waitFor();
      await page.getByText("The old letter becomes void at once", { exact: false }).waitFor();
      await page.getByText("Not included, because already used or void: 1 letter.", { exact: false }).waitFor();
      await button(page, "Choose where to save").click();
      await button(page, "Reprint 2 letters").click();
      await page.getByText("All 2 letters were made").waitFor();
      await button(page, "Done").click();
      await page.getByText("11 letters have expired").waitFor();
      expect(await page.getByText("letters selected").count()).toBe(0);
    }));

  it("withdraws after asking", () =>
    inWindow("/letters?state=expired", { role: "operator" }, async ({ page, fake }) => {
      await page.getByLabel("Select all that are shown").check();
      await page.getByText("12 letters selected").waitFor();
      await button(page, "Withdraw").click();
      await heading(page, "Withdraw 12 letters?").waitFor();
      expect(fake.count("letters.void")).toBe(0);
      await button(page, "Withdraw now").click();
      await page.getByText("Withdrawn: 12 letters").waitFor();
      await heading(page, "No letters match").waitFor();
    }));
});

describe("the preview of a template", () => {
  it("joins neighbouring modules of a QR code into runs", () => {
    expect(modulesPath(["1101", "0010"])).toBe("M0 0h2v1h-2zM3 0h1v1h-1zM2 1h1v1h-1z");
  });

  it("draws every mark of the page where the PDF has it", () =>
    inWindow("/letters/templates", { role: "owner" }, async ({ page }) => {
      const drawing = page.getByRole("img", { name: "The letter as it would be printed" });
      await drawing.waitFor();
      const marks = await drawing.evaluate((svg) =>
        [...svg.children]
          .slice(1)
          .map((mark) => [
            mark.tagName,
            ...["x", "y", "textLength", "stroke-dasharray", "fill", "transform"].map((name) => mark.getAttribute(name)),
          ]),
      );
      expect(marks).toEqual([
        ["text", "57", "120", "210", null, "#111111", null],
        ["text", "57", "150", "240", null, "#111111", null],
        ["text", "57", "300", "140", null, "#111111", null],
        ["path", null, null, null, null, "#000", "translate(57 320) scale(40)"],
        ["rect", "50", "310", null, null, "none", null],
        ["rect", "50", "460", null, null, "#2a568f", null],
        ["line", null, null, null, "4 3", null, null],
      ]);
      const widths = await drawing
        .locator("text")
        .evaluateAll((texts) =>
          texts.map((text) => Math.round((text as unknown as SVGTextElement).getComputedTextLength())),
        );
      expect(widths).toEqual([210, 0, 140]);
    }));

  it("follows the typing, takes a logo under the page's policy, and inserts placeholders", () =>
    inWindow("/letters/templates", { role: "owner" }, async (window) => {
      const { page } = window;
      const drawing = page.getByRole("img", { name: "The letter as it would be printed" });
      await drawing.waitFor();
      await page.getByLabel("Introduction", { exact: true }).fill("Dear !");
      await page.getByLabel("Introduction", { exact: true }).press("ArrowLeft");
      await button(page, "Insert {name}").click();
      expect(await page.getByLabel("Introduction", { exact: true }).inputValue()).toBe("Dear {name}!");
      await drawing.getByText("Dear Robin Example!").waitFor();
      await button(page, "Choose a picture").click();
      const logo = drawing.locator("image");
      await logo.waitFor();
      expect(await logo.getAttribute("href")).toBe(`data:image/png;base64,${picture}`);
      await page.getByRole("img", { name: "The logo" }).evaluate((image) => (image as HTMLImageElement).decode());
      await button(page, "Remove the logo").click();
      await logo.waitFor({ state: "detached" });
      await button(page, "Save").click();
      await expect
        .poll(() => lastInput(window, "letters.saveTemplate"))
        .toMatchObject({ introduction: "Dear {name}!", logo: null });
      await expect.poll(() => button(page, "Save").isDisabled()).toBe(true);
    }));

  it("puts a placeholder in the place of what is marked", () => {
    expect(insertAt("Dear you, hello", "{name}", 5, 8)).toEqual({ text: "Dear {name}, hello", caret: 11 });
  });
});

describe("templates", () => {
  it("ask before unsaved changes are lost, also to another template", () =>
    inWindow("/letters/templates", { role: "owner" }, async ({ page }) => {
      await page.getByLabel("Title", { exact: true }).fill("Welcome");
      await page.getByRole("link", { name: /^Krankenhaus/u }).click();
      await heading(page, "Leave without saving?").waitFor();
      await button(page, "Stay").click();
      expect(await page.getByLabel("Title", { exact: true }).inputValue()).toBe("Welcome");
      await page.getByRole("link", { name: /^Krankenhaus/u }).click();
      await button(page, "Leave without saving").click();
      await heading(page, "Krankenhaus").waitFor();
      expect(await page.getByLabel("Title", { exact: true }).inputValue()).toBe("");
    }));

  it("are added, saved without a question, and deleted but for the last", () =>
    inWindow("/letters/templates/new", { role: "owner" }, async ({ page }) => {
      await page.getByLabel("Name", { exact: true }).fill("Visitors");
      await button(page, "Save").click();
      await heading(page, "Visitors").waitFor();
      for (const name of ["Visitors", "Standard"]) {
        await page.getByRole("link", { name: new RegExp(`^${name}`, "u") }).click();
        await heading(page, name).waitFor();
        await button(page, "Delete").click();
        await button(page, "Delete the template").click();
        await page.getByRole("link", { name: new RegExp(`^${name}`, "u") }).waitFor({ state: "detached" });
      }
      await heading(page, "Krankenhaus").waitFor();
      expect(await button(page, "Delete").count()).toBe(0);
    }));

  it("are read, not changed, by those who are not owners", () =>
    inWindow("/letters/templates", { role: "operator" }, async ({ page }) => {
      await page.getByText("Only owners can change templates.").waitFor();
      await page.getByRole("img", { name: "The letter as it would be printed" }).waitFor();
      expect(await button(page, "Save").count()).toBe(0);
      expect(await page.getByLabel("Title", { exact: true }).isEditable()).toBe(false);
    }));
});
