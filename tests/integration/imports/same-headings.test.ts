import { beforeEach, expect, test } from "vitest";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";
import { csv, importFile, saved } from "./support.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

const rows = [
  ["Benutzername", "Name", "Name", "Mail"],
  ["anna", "Berg", "Anna", "anna@example.org"],
  ["bela", "Kiss", "Béla", "bela@example.org"],
  ["cleo", "Cleo", "", "cleo@example.org"],
  ["dora", "Dora", "Dora", "dora@example.org"],
];

const namesIn = async (): Promise<(string | undefined)[]> =>
  (await harness.call("users.list", { sort: "username" })).rows.map(({ name }) => name);

test("the second of two columns called Name is asked about, wherever it says something else", async () => {
  const file = saved(harness, csv(rows, ";"));
  const { mapping } = await harness.call("imports.inspect", { file });
  const report = await harness.call("imports.dryRun", { file, mapping });
  expect(report.verdicts.map(({ row, verdict, decision }) => [row, decision ?? verdict])).toEqual([
    [2, "nameColumn"],
    [3, "nameColumn"],
    [4, "create"],
    [5, "create"],
  ]);
  expect(report.decisions).toMatchObject([{ decision: "nameColumn", column: 2, rows: 2, firstRows: [2, 3] }]);
  expect(report.decisions[0]?.message).toContain("leave column 3 out");
});

test("two columns called Name are the two parts of it once somebody has said so", async () => {
  const file = saved(harness, csv(rows, ";"));
  const mapping = { username: 0, lastName: 1, firstName: 2, email: 3 };
  expect((await harness.call("imports.run", { file, mapping })).sums).toMatchObject({ create: 4 });
  expect(await namesIn()).toEqual(["Anna Berg", "Béla Kiss", "Cleo", "Dora Dora"]);
});

test("the second is left out where that is said", async () => {
  const file = saved(harness, csv(rows, ";"));
  expect((await importFile(harness, file, { ignore: [2] })).sums).toMatchObject({ create: 4 });
  expect(await namesIn()).toEqual(["Berg", "Kiss", "Cleo", "Dora"]);
});

test("a second surname under the heading of the first is asked about, and joined", async () => {
  const file = saved(
    harness,
    csv([
      ["username", "Nombre", "Apellidos", "Apellidos"],
      ["ana", "Ana", "García", "López"],
    ]),
  );
  const { mapping } = await harness.call("imports.inspect", { file });
  expect((await harness.call("imports.dryRun", { file, mapping })).decisions).toMatchObject([{ column: 3 }]);
  await harness.call("imports.run", { file, mapping: { ...mapping, lastName: [2, 3] } });
  expect(await namesIn()).toEqual(["Ana García López"]);
});
