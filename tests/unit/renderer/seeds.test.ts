import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { peopleOf } from "./fake/records.ts";
import { seedsFile, seedsPassword } from "./fake/seeds.ts";
import { button, heading, inputs, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

async function openWithPassword(page: Page): Promise<void> {
  await button(page, "Choose a file").click();
  await page.getByLabel("Password of the file", { exact: true }).fill(seedsPassword);
  await button(page, "Open the file").click();
  await heading(page, "What the import would do").waitFor();
}

it("a file with a password is opened, checked entry by entry, imported, and the import undone", async () => {
  await inWindow({ role: "operator" }, { at: "/systems/import" }, async ({ page, fake }) => {
    await heading(page, "Recent imports").waitFor();
    await expectAccessible(page);
    await button(page, "Choose a file").click();
    const password = page.getByLabel("Password of the file", { exact: true });
    await password.fill("not this one");
    await button(page, "Open the file").click();
    await page.getByText("This is not the password of the Aegis vault.").first().waitFor();
    await password.fill(seedsPassword);
    await button(page, "Open the file").click();
    await heading(page, "What the import would do").waitFor();
    // What is refused is shown first.
    await page.getByText(/Its codes are of the kind “steam”/u).waitFor();
    await expectAccessible(page);
    await page.getByRole("radio", { name: "Create the people" }).check();
    await button(page, "Import 4 authenticators").click();
    await page.getByText("aegis-backup.json was partly imported: 1 entry was refused").waitFor();
    const [asked] = inputs(fake, "seeds.run");
    expect(asked).toMatchObject({ file: seedsFile, passphrase: seedsPassword, unmatched: "create", arrive: "active" });
    expect(asked).not.toHaveProperty("assign");
    await button(page, "Undo this import").click();
    await page.getByText("The import was undone").waitFor();
  });
});

it("several files are one import", async () => {
  const seedFiles = ["/home/mara/part1.png", "/home/mara/part2.png"];
  await inWindow({ role: "operator", seedFiles }, { at: "/systems/import" }, async ({ page, fake }) => {
    await button(page, "Choose a file").click();
    await page.getByText("part1.png, part2.png").waitFor();
    const [file, ...moreFiles] = seedFiles;
    expect(inputs(fake, "seeds.dryRun")[0]).toMatchObject({ file, moreFiles });
  });
});

/** Somebody whose name nobody else has. */
function uniquePerson() {
  const people = Map.groupBy(peopleOf(137), ({ name }) => name);
  const [found] = [...people.values()].find(({ length }) => length === 1) ?? [];
  if (!found) throw new Error("everybody shares their name");
  return found;
}

it("owners are named from the keyboard, one entry after the other, and checked before the import", async () => {
  await inWindow({ role: "operator" }, { at: "/systems/import" }, async ({ page, fake }) => {
    await openWithPassword(page);
    await button(page, "Choose 3 owners, one by one").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Whose is entry 2?").waitFor();
    await expectAccessible(page);
    await page.keyboard.type(uniquePerson().name);
    await page.keyboard.press("Enter");
    // The likely one is offered, and not taken by Enter alone.
    await dialog.getByText("Whose is entry 4?").waitFor();
    await page.keyboard.press("Enter");
    await button(dialog, "Élodie Eriksen (elodie.eriksen)").click();
    await dialog.getByText("Whose is entry 5?").waitFor();
    await button(dialog, "Leave it out").click();
    await dialog.waitFor({ state: "hidden" });
    // Nothing is imported that was not checked.
    await page.getByText("3 decisions by hand have to be checked before the import.").waitFor();
    expect(await button(page, /^Import/u).isDisabled()).toBe(true);
    await button(page, "Check again").click();
    await button(page, "Import 3 authenticators").click();
    await page.getByText(/^aegis-backup\.json was partly imported/u).waitFor();
    const [asked] = inputs(fake, "seeds.run");
    expect(asked).toMatchObject({
      assign: [
        { at: 2, username: uniquePerson().username },
        { at: 4, username: "elodie.eriksen" },
      ],
      leaveOut: [5],
    });
  });
});

it("likely owners are taken at once only when somebody asks for it, and what was decided can be taken back", async () => {
  await inWindow({ role: "operator" }, { at: "/systems/import" }, async ({ page, fake }) => {
    await openWithPassword(page);
    await button(page, /Left out$/u).click();
    await button(page, "Owner of entry 4: Élodie Eriksen?").waitFor();
    const [first] = inputs(fake, "seeds.dryRun").slice(-1);
    expect(first).not.toHaveProperty("assign");
    await button(page, "Take the likely owner").click();
    await button(page, "Owner of entry 4: elodie.eriksen").click();
    await button(page.getByRole("dialog"), "As the file says").click();
    await button(page, "Owner of entry 4: Élodie Eriksen?").waitFor();
    // What a search finds is left out at once.
    await page.getByRole("textbox", { name: "Search entries" }).fill("example mail");
    await page.getByText("Left out: 3 of 3 match; the file has 3").waitFor();
    await button(page, "Leave out the 3 entries that match").click();
    await button(page, "Check again").click();
    await heading(page, "What the import would do").waitFor();
    expect(inputs(fake, "seeds.dryRun").at(-1)).toMatchObject({ assign: [], leaveOut: [2, 4, 5] });
  });
});

it("the results of all entries are saved as a table", async () => {
  await inWindow({ role: "operator" }, { at: "/systems/import" }, async ({ page, fake }) => {
    await openWithPassword(page);
    await button(page, "Export results…").click();
    await page.getByText(/^Saved: /u).waitFor();
    expect(inputs(fake, "seeds.dryRun").at(-1)).toMatchObject({ most: 0, passphrase: seedsPassword });
    expect(inputs(fake, "seeds.dryRun").at(-1)).toHaveProperty("report");
  });
});

it("a table is read once somebody says what its columns hold, and shows no key", async () => {
  await inWindow({ role: "operator", tableOfSeeds: true }, { at: "/systems/import" }, async ({ page, fake }) => {
    await button(page, "Choose a file").click();
    await heading(page, "What the columns hold").waitFor();
    await page.getByText(/does not say whether its codes are time-based/u).waitFor();
    await expectAccessible(page);
    await page.getByLabel("What column 3 holds").selectOption("Username");
    await page.getByLabel("Kind, where no column says it").selectOption("HOTP");
    await page.getByLabel("Counter", { exact: true }).fill("0");
    await button(page, "Read the table so").click();
    await button(page, "Import 1 authenticator").click();
    await page.getByText("aegis-backup.json was imported").waitFor();
    const [asked] = inputs(fake, "seeds.run");
    expect(asked).toMatchObject({
      columns: { serial: 0, secret: 1, username: 2 },
      unsaid: { type: "hotp", counter: 0 },
    });
  });
});

it("what a table's columns hold is remembered by its headings, and filled in the next time", async () => {
  await inWindow({ role: "operator", tableOfSeeds: true }, { at: "/systems/import" }, async ({ page, fake }) => {
    await button(page, "Choose a file").click();
    await page.getByLabel("What column 3 holds").selectOption("Username");
    await page.getByLabel("Kind, where no column says it").selectOption("TOTP");
    await button(page, "Remember this mapping…").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Token maker");
    await button(dialog, "Remember").click();
    await dialog.waitFor({ state: "hidden" });
    expect(inputs(fake, "seeds.savePreset")).toEqual([
      {
        name: "Token maker",
        headers: { serial: "S/N", secret: "Seed", username: "Holder" },
        unsaid: { type: "totp" },
      },
    ]);
    await button(page, "Choose another file").click();
    await page.getByText(/^Filled in from “Token maker”/u).waitFor();
    await button(page, "Import 1 authenticator").waitFor();
    expect(inputs(fake, "seeds.dryRun").at(-1)).toMatchObject({
      columns: { serial: 0, secret: 1, username: 2 },
      unsaid: { type: "totp" },
    });
  });
});
