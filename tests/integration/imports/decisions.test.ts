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

/** Imports the good rows of a table as the console reads it. @returns row -> verdict, and what is missing */
async function taken(
  rows: readonly (readonly string[])[],
  options: Partial<InputOf<"imports.run">> = {},
): Promise<[Told<ImportReport>, Record<number, string>]> {
  const report = await importFile(harness, saved(harness, csv(rows)), { rows: "good", ...options });
  const verdicts = report.verdicts.map(({ row, verdict, decision }) => [row, decision ?? verdict]);
  return [report, Object.fromEntries(verdicts) as Record<number, string>];
}

const statuses = async (): Promise<Record<string, string>> => {
  const { rows } = await harness.call("users.list", { limit: 200 });
  return Object.fromEntries(rows.map(({ username, status }) => [username, status]));
};

describe("a status", () => {
  test.each<[string, string, string | null]>([
    // Heading, cell, what becomes of the person; null: it has to be decided.
    ["accountEnabled", "True", "active"],
    ["accountEnabled", "False", "disabled"],
    ["accountEnabled", "", null],
    ["Aktiv", "x", "active"],
    ["Aktiv", "", null],
    ["Block credential", "True", "disabled"],
    ["Block credential", "False", "active"],
    ["Konto gesperrt", "X", "disabled"],
    ["Konto gesperrt", "vielleicht", null],
    ["is_locked_out", "1", "disabled"],
    ["userAccountControl", "512", "active"],
    ["userAccountControl", "514", "disabled"],
    ["userAccountControl", "66082", "disabled"],
    ["userAccountControl", "528", "disabled"],
    ["userAccountControl", "NORMAL_ACCOUNT, ACCOUNTDISABLE", "disabled"],
    ["userAccountControl", "1.05E+06", null],
    ["status", "DEPROVISIONED", "left"],
    ["status", "SUSPENDED", "disabled"],
    ["status", "LOCKED_OUT", "disabled"],
    ["status", "PROVISIONED", null],
    ["status", "on leave", "disabled"],
    ["Status", "ausgeschieden", "left"],
    ["Status", "nicht aktiv", "disabled"],
    ["Status", "Active - On Leave", null],
    ["Status", "1", null],
    ["Status", "T", null],
    ["HR Status Code", "A", null],
    ["Termination Date", "2025-01-31", "left"],
    ["Termination Date", "2027-01-31", "active"],
    ["Termination Date", "01/03/2026", null],
    ["Termination Date", "soon", null],
    ["accountExpires", "9223372036854775807", "active"],
    ["accountExpires", "133480224000000000", "left"],
    ["Austritt", "31.12.9999", "active"],
    ["Austritt", "ja", null],
    ["Ausgeschieden", "ja", "left"],
    ["Ausgeschieden am", "03.02.2025", "left"],
    ["suspendedAt", "2025-11-02T08:00:00Z", "disabled"],
    ["lockoutTime", "0", "active"],
    ["lockoutTime", "133480224000000000", "disabled"],
    ["退職日", "2025/03/31", "left"],
    ["Active Status", "N", "disabled"],
    ["Leave of absence", "Yes", "disabled"],
    ["Zugang", "nein", "disabled"],
    ["Employment ended", "Yes", "left"],
    ["Ausgesch. am", "31.12.24", "left"],
    ["Exit", "2027-01-01", "active"],
    ["On hold", "yes", "disabled"],
    ["Leaving Date", "n/a", "active"],
    ["Access", "Denied", "disabled"],
    ["Active To", "2025-01-01", "left"],
    ["shadowExpire", "-1", "active"],
    ["shadowExpire", "17000", null],
    ["loginShell", "/sbin/nologin", null],
    ["loginShell", "/bin/bash", "active"],
    ["distinguishedName", "CN=Anna,OU=Disabled Users,DC=example", null],
    ["Org Unit Path", "/Leavers/2025", null],
    ["zimbraAccountStatus", "lockout", "disabled"],
  ])("%s: %s", async (heading, cell, status) => {
    const [report, verdicts] = await taken([
      ["username", "name", heading],
      ["anna", "Anna Berg", cell],
    ]);
    expect(await statuses()).toEqual(status === null ? {} : { anna: status });
    expect(verdicts[2]).toBe(status === null ? report.decisions[0]?.decision : "create");
  });

  test("of several columns is the strictest, and a province is none", async () => {
    await taken([
      ["username", "state", "accountEnabled", "Locked", "End date"],
      ["anna", "Bavaria", "True", "False", ""],
      ["bela", "Tyrol", "True", "True", ""],
      ["cleo", "ON", "True", "False", "2025-01-01"],
      ["dora", "Disabled", "False", "False", ""],
    ]);
    expect(await statuses()).toEqual({ anna: "active", bela: "disabled", cleo: "left", dora: "disabled" });
  });

  test("that no column was chosen for keeps its rows from becoming active", async () => {
    const rows = [
      ["username", "Sperre", "Bemerkung", "Team"],
      ["anna", "nein", "", "Staff"],
      ["bela", "ja", "", "Staff"],
      ["cleo", "nein", "ausgeschieden zum 31.12.", "Staff"],
      ["dora", "nein", "", "Deaktiviert"],
    ];
    const mapping = { username: 0, notes: 2, groups: 3 };
    const [report, verdicts] = await taken(rows, { mapping });
    expect(verdicts).toEqual({ 2: "create", 3: "statusColumn", 4: "statusColumn", 5: "statusColumn" });
    expect(report.decisions.map(({ column, rows: n, firstRows }) => [column, n, firstRows])).toEqual([
      [1, 1, [3]],
      [2, 1, [4]],
      [3, 1, [5]],
    ]);
    expect(report.verdicts[1]?.message).toContain("The column “Sperre” says “ja”, but is not used.");
    await taken(rows, { mapping, ignore: [1, 2] });
    expect(await statuses()).toEqual({ anna: "active", bela: "active", cleo: "active" });
    await taken(rows, { mapping: { ...mapping, status: 1 }, ignore: [2, 3] });
    expect(await statuses()).toMatchObject({ bela: "disabled", dora: "active" });
  });

  test("is found far below, where the column was empty before", async () => {
    const empty = Array.from({ length: 1500 }, (_, n) => [`person${n}`, "", ""]);
    const [, verdicts] = await taken([
      ["username", "Blockmerkmal", "state"],
      ...empty,
      ["anna", "J", ""],
      ["bela", "", "Suspended"],
      ["cleo", "", "Bavaria"],
    ]);
    expect([1501, 1502, 1503, 1504].map((row) => verdicts[row])).toEqual([
      undefined,
      "statusColumn",
      "statusColumn",
      undefined,
    ]);
    expect(Object.keys(await statuses())).not.toContain("anna");
  });

  test("under a heading that does not say what yes means is asked, and the answer holds", async () => {
    const rows = [
      ["username", "Ampel"],
      ["anna", "true"],
      ["bela", "false"],
    ];
    const mapping = { username: 0, status: 1 };
    expect((await taken(rows, { mapping }))[1]).toEqual({ 2: "statusWord", 3: "statusWord" });
    const [report] = await taken(rows, { mapping, statusWords: { TRUE: "disabled", false: "active" } });
    expect(await statuses()).toEqual({ anna: "disabled", bela: "active" });
    expect(report.decisions).toEqual([]);
    const [event] = (await harness.call("audit.list", { action: "import.run" })).rows;
    expect(event?.details["statusWords"]).toBe("TRUE=disabled, false=active");
  });

  test("an answer about a word does not turn what a heading is sure of", async () => {
    await taken(
      [
        ["username", "Status", "Blocked"],
        ["anna", "true", "true"],
      ],
      { statusWords: { true: "active" } },
    );
    expect(await statuses()).toEqual({ anna: "disabled" });
  });
});

describe("people who are here already", () => {
  test("come back from having left only when that is accepted", async () => {
    await taken([
      ["username", "status"],
      ["anna", "left"],
    ]);
    const back = [
      ["username", "status"],
      ["anna", "active"],
    ];
    expect((await taken(back))[1]).toEqual({ 2: "returning" });
    expect((await taken(back, { accept: ["returning"] }))[1]).toEqual({ 2: "update" });
    expect(await statuses()).toEqual({ anna: "active" });
  });

  test("an update that takes something away says what was and what comes", async () => {
    await taken([
      ["username", "name", "email", "groups", "notes"],
      ["anna", "Anna Berg", "anna@example.org", "Staff;Night", "first\nsecond"],
    ]);
    const [report] = await taken([
      ["username", "name", "email", "groups", "notes"],
      ["anna", "Anna Lund", "", "Staff;Day", ""],
    ]);
    expect(report.losses).toBe(1);
    expect(report.verdicts[0]).toMatchObject({
      verdict: "update",
      message:
        "Name: “Anna Berg” → “Anna Lund”. E-mail: “anna@example.org” → empty. Notes: “first…” → empty. Groups: leaves Night; joins Day.",
      changes: [
        { field: "name", before: "Anna Berg", after: "Anna Lund" },
        { field: "email", before: "anna@example.org", after: "" },
        { field: "notes", before: "first\uFFFDsecond", after: "" },
        { field: "groups", before: "Night; Staff", after: "Staff; Day" },
      ],
    });
  });

  test("an e-mail address that somebody has, twice in the table or in the store, is decided", async () => {
    await harness.call("users.add", { username: "zoe", email: "Team@example.org" });
    const rows = [
      ["username", "email"],
      ["anna", "both@example.org"],
      ["bela", "BOTH@example.org"],
      ["cleo", "team@example.org"],
      ["zoe", "Team@example.org"],
      ["dora", ""],
      ["emil", ""],
    ];
    const [report, verdicts] = await taken(rows);
    expect(verdicts).toEqual({
      2: "sameEmail",
      3: "sameEmail",
      4: "sameEmail",
      5: "unchanged",
      6: "create",
      7: "create",
    });
    expect(report.verdicts[0]?.message).toBe("Row 3 has the same e-mail address for another person.");
    expect(report.verdicts[2]?.message).toBe("The e-mail address already belongs to zoe.");
    expect((await taken(rows, { accept: ["sameEmail"] }))[0].sums).toMatchObject({ create: 3, refused: 0 });
  });

  test("a number that has lost its zeros is not somebody else's unseen", async () => {
    await harness.call("users.add", { username: "anna", externalId: "00123" });
    await harness.call("users.add", { username: "007" });
    await harness.call("users.add", { username: "bela", externalId: "45" });
    const rows = [
      ["username", "externalId"],
      ["anna", "123"],
      ["cleo", "123"],
      ["7", ""],
      ["dora", "0045"],
      ["emil", "124"],
    ];
    const refused = { 2: "refused", 3: "refused", 4: "lostZeros", 5: "lostZeros", 6: "create" };
    expect((await taken(rows))[1]).toEqual(refused);
    const [report, verdicts] = await taken(rows.toSpliced(2, 1));
    expect(verdicts).toEqual({ 2: "lostZeros", 3: "lostZeros", 4: "lostZeros", 5: "unchanged" });
    expect(report.verdicts[0]?.message).toBe("The external id 123 may be 00123 of anna without its leading zeros.");
    expect((await taken(rows.toSpliced(2, 1), { accept: ["lostZeros"] }))[0].sums).toMatchObject({
      update: 1,
      create: 2,
    });
  });

  test("an address with other letters in its domain is named as it is read, and kept in ASCII", async () => {
    const rows = [
      ["username", "email"],
      ["anna", "anna@müller.example"],
      ["bela", "bela@xn--80ak6aa92e.example"],
      ["cleo", "cleo@exa mple.org"],
    ];
    const [report, verdicts] = await taken(rows);
    expect(verdicts).toEqual({ 2: "internationalAddress", 3: "internationalAddress", 4: "refused" });
    expect(report.verdicts[1]?.message).toContain("The address bela@аррӏе.example has letters beyond a to z");
    await taken(rows, { accept: ["internationalAddress"] });
    const anna = await harness.call("users.get", { user: { username: "anna" } });
    expect(anna.email).toBe("anna@xn--mller-kva.example");
    expect((await taken(rows))[1]).toMatchObject({ 2: "unchanged", 3: "unchanged" });
  });

  test("two rows of one person are one, and two that differ are refused", async () => {
    const [report, verdicts] = await taken([
      ["username", "name", "externalId"],
      ["anna", "Anna Berg", "E1"],
      ["bela", "Béla", "E2"],
      ["anna", "Anna Berg", "E1"],
      ["cleo", "Cleo", ""],
      ["cleo", "Cleo Lund", ""],
      ["anna", "Anna Berg", "E1"],
    ]);
    expect(verdicts).toEqual({ 2: "create", 3: "create", 4: "unchanged", 5: "refused", 6: "refused", 7: "unchanged" });
    expect(report.verdicts[2]?.message).toBe("The same as row 2, which counts.");
    expect(report.sums).toEqual({ rows: 6, create: 2, update: 0, unchanged: 2, refused: 2 });
  });
});

describe("what a table is told of", () => {
  test("rows above the names of columns, sums and names of columns again are no people", async () => {
    const file = saved(
      harness,
      "Staff list\r\nmade on 2026-01-01\r\n\r\nLogin;Name;Team\r\nanna;Anna;Staff\r\nLogin;Name;Team\r\nbela;Bela;Staff\r\nSumme: 2;;\r\n(2 rows affected)\r\n",
    );
    const facts = await harness.call("imports.inspect", { file });
    expect(facts).toMatchObject({ headerRow: 4, delimiter: ";", mapping: { username: 0, name: 1, groups: 2 } });
    const report = await harness.call("imports.run", { file, mapping: facts.mapping });
    expect(report.verdicts.map(({ row, username }) => [row, username])).toEqual([
      [5, "anna"],
      [7, "bela"],
    ]);
    expect(report.passedOver).toEqual({
      rows: 5,
      first: [
        { row: 1, text: "Staff list" },
        { row: 2, text: "made on 2026-01-01" },
        { row: 6, text: "Login Name Team" },
        { row: 8, text: "Summe: 2" },
        { row: 9, text: "(2 rows affected)" },
      ],
    });
  });

  test("a first person is not taken for the names of columns", async () => {
    const file = saved(harness, "anna;Anna Berg;anna@example.org\r\nbela;Bela Nagy;bela@example.org\r\n");
    expect(await harness.call("imports.inspect", { file })).toMatchObject({
      header: false,
      headerRow: null,
      mapping: {},
    });
    const { verdicts } = await harness.call("imports.dryRun", { file, mapping: { username: 0 } });
    expect(verdicts.map(({ username }) => username)).toEqual(["anna", "bela"]);
  });

  test("names whose last name stands first, where that is said", async () => {
    const rows = [
      ["username", "name"],
      ["anna", "Berg Anna"],
      ["bela", "Nagy, Béla"],
      ["jan", "van der Berg Jan"],
    ];
    const namesOf = ({ verdicts }: Told<ImportReport>): string[] => verdicts.map(({ name }) => name);
    const file = saved(harness, csv(rows));
    const input = { file, mapping: { username: 0, name: 1 } };
    expect(namesOf(await harness.call("imports.dryRun", { ...input, names: "asWritten" }))).toEqual([
      "Berg Anna",
      "Nagy, Béla",
      "van der Berg Jan",
    ]);
    const turned = await harness.call("imports.dryRun", { ...input, names: "lastFirst" });
    expect(namesOf(turned)).toEqual(["Anna Berg", "Béla Nagy", "van der Berg Jan"]);
    expect(turned.columns[1]?.reading).toBe("“Berg Anna” is read as “Anna Berg”.");
  });

  test("columns, what they become, and what those look like that are not used", async () => {
    const [{ columns }] = await taken([
      ["Login", "Vorname", "Nachname", "Spitzname", "Badge no.", "state", "Shoe size"],
      ["anna", "Anna", "Berg", "Anni", "77", "Bavaria", "38"],
      ["bela", "Béla", "Nagy", "", "78", "Tyrol", "44"],
    ]);
    expect(columns.map(({ header, fields, looksLike, samples }) => [header, fields, looksLike, samples])).toEqual([
      ["Login", ["username"], null, ["anna", "bela"]],
      ["Vorname", ["firstName"], null, ["Anna", "Béla"]],
      ["Nachname", ["lastName"], null, ["Berg", "Nagy"]],
      ["Spitzname", [], "name", ["Anni"]],
      ["Badge no.", [], "id", ["77", "78"]],
      ["state", [], "status", ["Bavaria", "Tyrol"]],
      ["Shoe size", [], null, ["38", "44"]],
    ]);
  });
});
