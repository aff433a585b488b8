import { describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { button, heading, inputs } from "./harness.ts";
import { asked, column, proposed, toColumns, useImports } from "./importing.ts";

const importing = useImports();

describe("what the table leaves open", () => {
  it("is asked, and the answer goes into the next check and the import", () =>
    importing({}, async ({ page, fake }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("status");
      await button(page, "Check the rows").click();
      await heading(page, "Decisions needed").waitFor();
      await page.getByText("What does the status “on call” mean: active, disabled or left?").waitFor();
      await page.getByText("3 rows: 4, 9, 12").waitFor();
      await page.getByText("12 people lose something they have now").waitFor();
      await page.getByText("Login looks like an id (JHADDAD · ECELIK)").waitFor();
      await page.getByText("Row 1206: Summe 1204").waitFor();
      await page.getByText("Bemerkung → Status").waitFor();
      await expectAccessible(page);
      await button(page, "Disabled").click();
      await heading(page, "What the import would do").waitFor();
      await heading(page, "Decisions needed").waitFor({ state: "detached" });
      expect(inputs(fake, "imports.dryRun").at(-1)).toEqual({
        ...asked,
        mapping: { ...proposed, status: 6 },
        statusWords: { "on call": "disabled" },
      });
    }));

  it("stays left out where it was left out by hand", () =>
    importing({}, async ({ page, fake }) => {
      await toColumns(page);
      await column(page, "G Bemerkung").selectOption("status");
      await column(page, "G Bemerkung").selectOption("");
      await button(page, "Check the rows").click();
      await heading(page, "What the import would do").waitFor();
      expect(inputs(fake, "imports.dryRun")).toEqual([{ ...asked, ignore: [6] }]);
    }));
});
