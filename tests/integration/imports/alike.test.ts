import { beforeEach, describe, expect, test } from "vitest";
import type { ImportReport } from "#shared/contract/exchange.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";
import type { Told } from "../../support/told.ts";
import { csv, importFile, saved } from "./support.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

async function taken(
  rows: readonly (readonly string[])[],
  options: Partial<InputOf<"imports.run">> = {},
): Promise<[Told<ImportReport>, Record<number, string>]> {
  const report = await importFile(harness, saved(harness, csv(rows)), { rows: "good", ...options });
  const verdicts = report.verdicts.map(({ row, verdict, decision }) => [row, decision ?? verdict]);
  return [report, Object.fromEntries(verdicts) as Record<number, string>];
}

const messageOf = ({ verdicts }: Told<ImportReport>, row: number): string | null | undefined =>
  verdicts.find((verdict) => verdict.row === row)?.message;

describe("a username", () => {
  test("that is somebody's with or without its domain is asked about, in the store and in the table", async () => {
    for (const username of ["anna", "CORP\\bela", "cleo@corp.example"]) await harness.call("users.add", { username });
    const rows = [
      ["username"],
      ["CORP\\anna"],
      ["bela"],
      ["cleo"],
      ["anna@corp.example"],
      ["dora"],
      ["dora@corp.example"],
      ["CORP\\emil"],
      ["emil@corp.example"],
      ["fay@a.example"],
      ["fay@b.example"],
      ["gus"],
      ["CORP\\bela"],
    ];
    const [report, verdicts] = await taken(rows);
    expect(verdicts).toEqual({
      ...Object.fromEntries([2, 3, 4, 5, 6, 7, 8, 9].map((row) => [row, "sameAccount"])),
      10: "create",
      11: "create",
      12: "create",
      13: "unchanged",
    });
    expect(messageOf(report, 2)).toBe("CORP\\anna may be the account of anna, who is in the directory already.");
    expect(messageOf(report, 3)).toBe("bela may be the account of CORP\\bela, who is in the directory already.");
    expect(messageOf(report, 6)).toBe("dora may be the same account as in row 7.");
    const accepted = await taken(rows, { accept: ["sameAccount"] });
    expect(accepted[0].sums).toMatchObject({ create: 8, refused: 0 });
  });

  test("of which many have one name before their domains is looked for in no time", async () => {
    const rows = Array.from({ length: 60_000 }, (_, n) => [
      `${n < 30_000 ? "" : `D${n}\\`}info${n < 30_000 ? `@d${n}` : ""}`,
    ]);
    const [{ sums }] = await taken([["username"], ...rows], { rows: "good" });
    expect(sums).toMatchObject({ create: 0, refused: 60_000 });
  });

  test("that looks like another one of the store or of the table is refused, as it is by hand", async () => {
    await harness.call("users.add", { username: "caca" });
    await harness.call("users.add", { username: "хосе" });
    const [report, verdicts] = await taken([["username"], ["саса"], ["xoce"], ["рора"], ["popa"], ["CACA"], ["emil"]]);
    expect(verdicts).toEqual({ 2: "refused", 3: "refused", 4: "refused", 5: "refused", 6: "unchanged", 7: "create" });
    expect(messageOf(report, 2)).toBe("The username looks like that of caca, but has other letters.");
    expect(messageOf(report, 4)).toBe("The username looks like that of row 5, but has other letters.");
  });
});

describe("groups of a directory", () => {
  test("that have one name in different folders are asked about before they become one", async () => {
    const rows = [
      ["username", "memberOf"],
      ["anna", "CN=Staff,OU=Vienna,DC=corp,DC=example"],
      ["bela", "cn=staff, ou=vienna, dc=corp, dc=example"],
      ["cleo", "CN=Staff,OU=Graz,DC=corp,DC=example;CN=Night,OU=Graz,DC=corp,DC=example"],
      ["dora", "CN=Night,OU=Graz,DC=corp,DC=example"],
    ];
    const [report, verdicts] = await taken(rows);
    expect(verdicts).toEqual({ 2: "sameGroup", 3: "sameGroup", 4: "sameGroup", 5: "create" });
    expect(report.decisions).toEqual([
      {
        decision: "sameGroup",
        rows: 3,
        column: null,
        value: "Staff",
        firstRows: [2, 3, 4],
        message:
          "“Staff” is the name of several groups of the directory, in different folders. Here they would become one group. Accept that, or rename them in the table.",
      },
    ]);
    expect(messageOf(report, 2)).toContain("OU=Graz");
    expect((await taken(rows, { accept: ["sameGroup"] }))[0].sums).toMatchObject({ create: 3, unchanged: 1 });
  });
});

test("a column of full names under an unknown heading is named where no column is used for the name", async () => {
  const rows = [
    ["username", "Bezeichner", "Team"],
    ["anna", "Anna Berg", "Sales"],
    ["bela", "Béla Nagy", "Sales"],
  ];
  expect((await taken(rows))[0].columns.map(({ looksLike }) => looksLike)).toEqual([null, "name", null]);
  const [report] = await taken(rows, { mapping: { username: 0 } });
  expect(report.columns.map(({ looksLike }) => looksLike)).toEqual([null, "name", "group"]);
});

describe("a column of yes and no under a heading that says nothing", () => {
  const rows = [
    ["username", "Merkmal 7", "Newsletter"],
    ["anna", "TRUE", "no"],
    ["bela", "FALSE", "yes"],
    ["cleo", "", "yes"],
  ];

  test("is asked about where no other column tells the status, and a column about something else is not", async () => {
    const [report, verdicts] = await taken(rows);
    expect(verdicts).toEqual({ 2: "statusColumn", 3: "statusColumn", 4: "statusColumn" });
    expect(report.decisions).toEqual([
      {
        decision: "statusColumn",
        rows: 3,
        column: 1,
        value: "",
        firstRows: [2, 3, 4],
        message:
          "The column “Merkmal 7” may say who is active or blocked, but is not used. Take it as the status, or leave it out knowingly.",
      },
    ]);
    expect(report.columns.map(({ looksLike }) => looksLike)).toEqual([null, "status", null]);
    expect((await taken(rows, { ignore: [1] }))[0].sums).toMatchObject({ create: 3 });
  });

  test("is named beside one that tells the status, and asked what yes means when it is taken", async () => {
    const [asked, verdicts] = await taken(rows, { mapping: { username: 0, status: 1 } });
    expect(verdicts).toEqual({ 2: "statusWord", 3: "statusWord", 4: "statusBlank" });
    expect(asked.decisions.map(({ value }) => value).toSorted()).toEqual(["", "FALSE", "TRUE"]);
    const [report] = await taken(rows.map((row, n) => [...row, n === 0 ? "Status" : "active"]));
    expect(report.sums).toMatchObject({ create: 3, refused: 0 });
    expect(report.columns[1]?.looksLike).toBe("status");
  });

  test.each(["Gesperrt", "enabled_flag", "isActive", "inactive"])("%s is none of them", async (header) => {
    const [report] = await taken([
      ["username", header],
      ["anna", "TRUE"],
      ["bela", "FALSE"],
    ]);
    expect(report.sums).toMatchObject({ create: 2, refused: 0 });
    expect(report.columns[1]?.fields).toEqual(["status"]);
  });

  test("is like one of dates that not everybody has, as last days are, but not like days that begin something", async () => {
    const [report] = await taken([
      ["username", "Datum X", "Probezeit bis"],
      ["anna", "", "2020-01-01"],
      ["bela", "2024-03-31", ""],
    ]);
    expect(report.decisions.map(({ column, rows: n }) => [column, n])).toEqual([[1, 2]]);
  });

  test("of 0 and 1 is one as well, but figures are not", async () => {
    const [report] = await taken([
      ["username", "Kz", "Kinder", "Stock"],
      ["anna", "1", "0", "1"],
      ["bela", "0", "2", "1"],
      ["cleo", "1", "1", "1"],
    ]);
    expect(report.decisions.map(({ column }) => column)).toEqual([1]);
  });
});
