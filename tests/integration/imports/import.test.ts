import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { ImportReport } from "#shared/contract/exchange.ts";
import { type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import type { Told } from "../../support/told.ts";
import { csv, importFile, saved } from "./support.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

const header = ["username", "name", "email", "externalId", "groups", "status", "notes"];

const table = csv([
  header,
  ["anna", "Anna Berg", "anna@example.org", "E1", "Staff;Sales", "active", "first line\nsecond line"],
  ["bela", "Béla Nagy", "bela@example.org", "E2", "Staff", "gesperrt", ""],
  ["cleo", "", "", "", "", "", ""],
]);

const reconciles = ({ sums }: Told<ImportReport>): boolean =>
  sums.rows === sums.create + sums.update + sums.unchanged + sums.refused;

const verdictsOf = (report: Told<ImportReport>) =>
  report.verdicts.map(({ row, verdict, message }) => [row, verdict, message]);

const stray = (): string[] =>
  readdirSync(harness.dataDir).filter((name) => name.startsWith("tmp-") || name.includes(".partial-"));

const usernames = async (): Promise<string[]> =>
  (await harness.call("users.list", {})).rows.map((user) => user.username);

describe("an import", () => {
  test("creates users with their groups, once", async () => {
    const file = saved(harness, table);
    const { mapping } = await harness.call("imports.inspect", { file });
    const dry = await harness.call("imports.dryRun", { file, mapping });
    expect(dry).toMatchObject({ sums: { rows: 3, create: 3 }, newGroups: ["Sales", "Staff"] });
    expect(await usernames()).toEqual([]);
    expect((await harness.call("groups.list", {})).groups).toEqual([]);
    const run = await harness.call("imports.run", { file, mapping, digest: dry.digest });
    expect(run).toMatchObject({ ...dry, importId: expect.any(String) as string });
    const { rows } = await harness.call("users.list", {});
    expect(rows.map((user) => [user.username, user.name, user.status, user.groups.map(({ name }) => name)])).toEqual([
      ["anna", "Anna Berg", "active", ["Sales", "Staff"]],
      ["bela", "Béla Nagy", "disabled", ["Staff"]],
      ["cleo", "", "active", []],
    ]);
    const anna = await harness.call("users.get", { user: { username: "anna" } });
    expect(anna).toMatchObject({ email: "anna@example.org", externalId: "E1", notes: "first line\nsecond line" });
    expect((await harness.call("users.list", { search: "nagy" })).rows).toHaveLength(1);
    expect((await harness.call("users.list", { status: "disabled" })).total).toEqual({ count: 1, exact: true });
    const again = await importFile(harness, file);
    expect(again).toMatchObject({ sums: { rows: 3, unchanged: 3 }, importId: null });
    expect(stray()).toEqual([]);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
    const actions = (await harness.call("audit.list", {})).rows.map(({ action }) => action);
    expect(actions.slice(0, 6)).toEqual(["import.run", "user.add", "user.add", "user.add", "group.add", "group.add"]);
  });

  test("changes what the table says otherwise, and leaves what it does not say", async () => {
    await importFile(harness, saved(harness, table));
    const changed = csv([
      ["username", "name", "groups"],
      ["ANNA", "Anna Berg-Lund", "Sales"],
      ["bela", "Béla Nagy", "staff"],
    ]);
    const report = await importFile(harness, saved(harness, changed));
    expect(verdictsOf(report)).toEqual([
      [2, "update", "Name: “Anna Berg” → “Anna Berg-Lund”. Groups: leaves Staff."],
      [3, "unchanged", null],
    ]);
    const anna = await harness.call("users.get", { user: { username: "anna" } });
    expect(anna).toMatchObject({
      username: "anna",
      name: "Anna Berg-Lund",
      email: "anna@example.org",
      externalId: "E1",
    });
    expect(anna.groups.map(({ name }) => name)).toEqual(["Sales"]);
    expect((await harness.call("users.list", { search: "lund" })).rows).toHaveLength(1);
    const [event] = (await harness.call("audit.list", { action: "user.edit" })).rows;
    expect(event?.details).toMatchObject({
      nameBefore: "Anna Berg",
      groupsBefore: "Sales, Staff",
      groupsAfter: "Sales",
    });
    expect(await importFile(harness, saved(harness, table), { update: false })).toMatchObject({
      sums: { unchanged: 3 },
    });
  });

  test("refuses rows with a reason each, and then all of them or only these", async () => {
    await harness.call("users.add", { username: "Bela", externalId: "E2" });
    const bad = csv([
      header,
      ["good", "Good", "good@example.org", "E9", "", "", ""],
      ["", "Nobody", "", "", "", "", ""],
      ["mail", "", "not an address", "", "", "", ""],
      ["con\u0007trol", "", "", "", "", "", ""],
      ["\u202Egnp", "", "", "", "", "", ""],
      ["Straße", "", "", "", "", "", ""],
      ["STRASSE", "", "", "", "", "", ""],
      ["cafe\u0301", "", "", "", "", "", ""],
      ["CAFÉ", "", "", "", "", "", ""],
      ["taken", "", "", "e2", "", "", ""],
      ["long".repeat(40), "", "", "", "", "", ""],
      ["odd", "", "", "", "", "perhaps", ""],
      ["a b", "", "", "", "", "", ""],
    ]);
    const file = saved(harness, bad);
    const { mapping } = await harness.call("imports.inspect", { file });
    const report = await harness.call("imports.dryRun", { file, mapping, rows: "good" });
    expect(verdictsOf(report)).toEqual([
      [2, "create", null],
      [3, "refused", "The username is missing."],
      [4, "refused", "This is not an e-mail address."],
      [5, "refused", "The username contains control characters."],
      [6, "refused", "The username contains characters that change the reading direction."],
      [7, "refused", "The same username as in row 8."],
      [8, "refused", "The same username as in row 7."],
      [9, "refused", "The same username as in row 10."],
      [10, "refused", "The same username as in row 9."],
      [11, "refused", "The external id is taken by Bela."],
      [12, "refused", "The username is too long: at most 128 characters."],
      [
        13,
        "refused",
        "The status “perhaps” in the column “status” is unknown. Say what it means: active, disabled or left.",
      ],
      [14, "refused", "The username may not contain spaces or colons."],
    ]);
    expect(report.sums).toEqual({ rows: 13, create: 1, update: 0, unchanged: 0, refused: 12 });
    const all = join(temporaryFolder(), "all.csv");
    const error = await harness.refuse("imports.run", { file, mapping, report: all });
    expect(error).toMatchObject({ code: "IMPORT_REFUSED", details: { refused: 12, create: 1 } });
    expect(error.fields?.["rows.4"]).toBe("This is not an e-mail address.");
    expect(await usernames()).toEqual(["Bela"]);
    const written = readFileSync(all, "utf8");
    expect(written.split("\r\n")).toHaveLength(15);
    expect(statSync(all).mode & 0o777).toBe(0o600);
    const run = await harness.call("imports.run", { file, mapping, rows: "good" });
    expect(reconciles(run)).toBe(true);
    expect(await usernames()).toEqual(["Bela", "good"]);
    expect(stray()).toEqual([]);
  });

  test("finds users by their external id and can rename them", async () => {
    await importFile(harness, saved(harness, table));
    const renamed = csv([
      ["Personalnummer", "Benutzername"],
      ["e1", "anna.lund"],
      ["E2", "anna"],
      ["E7", "cleo"],
      ["", "dora"],
    ]);
    const file = saved(harness, renamed);
    const { mapping } = await harness.call("imports.inspect", { file });
    const report = await harness.call("imports.run", { file, mapping, matchBy: "externalId", rows: "good" });
    expect(verdictsOf(report)).toEqual([
      [2, "update", "Username: “anna” → “anna.lund”."],
      [3, "refused", "The username is taken by anna, who has another external id."],
      [4, "refused", "The username is taken by cleo, who has another external id."],
      [5, "refused", "The external id is missing."],
    ]);
    expect(await usernames()).toEqual(["anna.lund", "bela", "cleo"]);
  });

  test("names the groups that it may not make", async () => {
    await harness.call("groups.add", { name: "Staff" });
    const file = saved(
      harness,
      csv([
        ["username", "groups"],
        ["anna", "staff"],
        ["bela", "Staff, Night shift"],
      ]),
    );
    const { mapping } = await harness.call("imports.inspect", { file });
    const report = await harness.call("imports.dryRun", { file, mapping, createGroups: false });
    expect(verdictsOf(report)).toEqual([
      [2, "create", null],
      [3, "refused", "There is no group named Night shift."],
    ]);
    expect(report.newGroups).toEqual([]);
  });

  test("refuses a file that is another one than was looked at, and a column that is not there", async () => {
    const file = saved(harness, table);
    const { mapping } = await harness.call("imports.inspect", { file });
    const { digest } = await harness.call("imports.dryRun", { file, mapping });
    saved(harness, `${table}dora,,,,,,\r\n`);
    expect(await harness.refuse("imports.run", { file, mapping, digest })).toMatchObject({ code: "TABLE_CHANGED" });
    expect(await harness.refuse("imports.run", { file, mapping: { ...mapping, name: 40 } })).toMatchObject({
      code: "INVALID_INPUT",
      fields: { "mapping.name": "There is no such column." },
    });
    expect(await harness.refuse("imports.run", { file, mapping: { name: 1 } })).toMatchObject({
      code: "INVALID_INPUT",
      fields: { "mapping.username": "Choose a column." },
    });
    expect(await usernames()).toEqual([]);
  });

  test("goes one at a time", async () => {
    const file = saved(harness, table);
    const { mapping } = await harness.call("imports.inspect", { file });
    const first = harness.call("imports.run", { file, mapping });
    expect(await harness.refuse("imports.run", { file, mapping })).toMatchObject({ code: "BUSY", retryable: true });
    expect(await harness.refuse("imports.dryRun", { file, mapping })).toMatchObject({ code: "BUSY" });
    expect((await first).sums.create).toBe(3);
  });
});
