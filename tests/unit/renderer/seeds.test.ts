import { expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { seedsFile, seedsPassword } from "./fake/seeds.ts";
import { button, heading, inputs, useRenderer } from "./harness.ts";

const inWindow = useRenderer();

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
    await heading(page, "What the import would do").waitFor();
    await button(page, "Import 1 authenticator").click();
    await page.getByText("aegis-backup.json was partly imported: 1 entry was refused").waitFor();
    const [asked] = inputs(fake, "seeds.run");
    expect(asked).toMatchObject({ file: seedsFile, passphrase: seedsPassword, unmatched: "create", arrive: "active" });
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
