import { rmSync } from "node:fs";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { inEnglish, speak } from "#shared/texts/say.ts";
import { isPseudo, pseudo } from "../../support/pseudo.ts";
import { openHarness, setUp, type Harness } from "../../support/harness.ts";
import { addFolder } from "../backups/plan/support.ts";

beforeEach(() => speak(pseudo));
afterEach(() => speak(inEnglish));

/** `table.column: value` of every stored string that a person would read in the language of the pseudo-locale. */
function saidInside(harness: Harness): string[] {
  const raw = new Database(storeFile(harness.dataDir), { readonly: true });
  try {
    const tables = raw
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
      .pluck()
      .all() as string[];
    return tables.flatMap((table) => {
      const rows = raw.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[];
      return rows.flatMap((row) =>
        Object.entries(row)
          .filter(([, value]) => typeof value === "string" && value.includes("⟦"))
          .map(([column, value]) => `${table}.${column}: ${String(value)}`),
      );
    });
  } finally {
    raw.close();
  }
}

it("what goes wrong and what waits for an approval is stored without a sentence, and said in this language", async () => {
  const harness = await openHarness();
  await setUp(harness);
  await harness.call("recipients.make", { name: "Safe" });
  const { disk, folder } = await addFolder(harness, "disk");
  rmSync(folder, { recursive: true });
  expect((await harness.call("destinations.check", { id: disk.id })).lastError).toSatisfy(isPseudo);
  const run = await harness.call("backupPlan.run", {});
  expect(run.problems).toHaveLength(1);
  expect(run.problems[0]).toMatch(/^⟦disk: ⟦.*⟧/u);
  const change = { procedure: "policies.set", input: { changes: { acceptedSteps: 3 }, reason: "slow phones" } };
  const approval = await harness.call("approvals.request", change);
  expect([approval?.title, ...(approval?.facts ?? [])]).toEqual([
    expect.toSatisfy(isPseudo),
    expect.toSatisfy(isPseudo),
  ]);
  const [event] = (await harness.call("audit.list", { action: "approval.request" })).rows;
  expect(event?.target).toSatisfy(isPseudo);
  expect(saidInside(harness)).toEqual([]);
});
