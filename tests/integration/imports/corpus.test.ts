import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { CsvFacts, ImportField, ImportReport } from "#shared/contract/exchange.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { root } from "../../support/bundles.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";
import type { Told } from "../../support/told.ts";

/** Exports as the systems write them, with invented people. */
const folder = join(root, "tests/corpus/tables");
/** What comes of each of them. */
const expectations = join(root, "tests/corpus/expected");

interface Expected {
  /** What the console proposes, by headings. */
  mapping: Partial<Record<ImportField, string | string[]>>;
  /** Columns that are left out although they look like something. */
  unused?: Record<string, "name" | "id" | "status" | "group">;
  /** username -> name, status, groups. */
  people: Record<string, string[]>;
  /** Row -> what is missing for it, or "fault". */
  refused?: Record<number, string>;
  passedOver?: number;
  options?: Partial<InputOf<"imports.run">>;
}

const tables = readdirSync(folder).toSorted();
const expectedOf = (table: string): Expected =>
  JSON.parse(readFileSync(join(expectations, `${table}.json`), "utf8")) as Expected;

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

const headings = ({ mapping, columns }: CsvFacts): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(mapping).map(([field, at]) => [
      field,
      Array.isArray(at) ? at.map((index) => columns[index]?.header ?? "") : (columns[at]?.header ?? ""),
    ]),
  );

const refusals = ({ verdicts }: Told<ImportReport>): Record<number, string> =>
  Object.fromEntries(
    verdicts.filter(({ verdict }) => verdict === "refused").map(({ row, decision }) => [row, decision ?? "fault"]),
  );

const peopleNow = async (): Promise<Record<string, string[]>> => {
  const { rows } = await harness.call("users.list", {});
  return Object.fromEntries(
    rows.map((user) => [user.username, [user.name, user.status, ...user.groups.map(({ name }) => name)]]),
  );
};

describe("exports of other systems", () => {
  test("each file has its expectation", () => {
    expect(readdirSync(expectations).toSorted()).toEqual(tables.map((table) => `${table}.json`));
  });

  test.each(tables)("%s", async (name) => {
    const expected = expectedOf(name);
    const file = join(folder, name);
    const facts = await harness.call("imports.inspect", { file });
    expect(headings(facts)).toEqual(expected.mapping);
    const input = { file, mapping: facts.mapping, rows: "good" as const, ...expected.options };
    const dry = await harness.call("imports.dryRun", input);
    const unused = dry.columns.filter(({ looksLike }) => looksLike !== null);
    expect(Object.fromEntries(unused.map(({ header, looksLike }) => [header, looksLike]))).toMatchObject(
      expected.unused ?? {},
    );
    expect(refusals(dry)).toEqual(expected.refused ?? {});
    expect(dry.passedOver.rows).toBe(expected.passedOver ?? 0);
    await harness.call("imports.run", input);
    expect(await peopleNow()).toEqual(expected.people);
  });
});
