import { writeFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RowReader } from "#main/imports/check-row.ts";
import { meantBy } from "#main/formats/csv/columns/cell.ts";
import { beginningOf, planOf } from "#main/formats/csv/columns/plan.ts";
import { mappingFromColumns } from "#main/formats/csv/columns/propose.ts";
import { statusOf, truthOf } from "#main/formats/csv/columns/status-words.ts";
import { sniffDelimiter } from "#main/formats/csv/delimiter.ts";
import { disarm, rearm } from "#main/formats/csv/formula.ts";
import { groupsReadingOf, joinGroups, splitGroups } from "#main/formats/csv/groups-cell.ts";
import { inspectTable } from "#main/formats/csv/inspect.ts";
import { reportOf } from "#main/imports/report.ts";
import { columnName, stageTable } from "#main/imports/stage.ts";
import { withTable } from "#main/formats/csv/table.ts";
import { Staging } from "#main/store/staging.ts";
import { AppError } from "#shared/errors.ts";
import { users } from "#shared/contract/directory.ts";
import type { InputOf } from "#shared/contract/index.ts";

describe("headers", () => {
  test.each([
    [
      ["Benutzername", "Vorname", "Nachname", "E-Mail", "Abteilung", "Personalnummer"],
      { username: 0, firstName: 1, lastName: 2, email: 3, groups: 4, externalId: 5 },
    ],
    [
      ["sAMAccountName", "displayName", "mail", "memberOf", "employeeID", "userPrincipalName"],
      { username: 0, name: 1, email: 2, groups: 3, externalId: 4 },
    ],
    [
      ["Nom d'utilisateur", "Prénom", "Nom", "Courriel", "Groupe"],
      { username: 0, firstName: 1, lastName: 2, email: 3, groups: 4 },
    ],
    [
      ["Nombre de usuario", "Nombre", "Apellidos", "Correo electrónico"],
      { username: 0, firstName: 1, lastName: 2, email: 3 },
    ],
    [
      ["first_name", "LAST NAME", "user-name", "user-name", "Notes"],
      { firstName: 0, lastName: 1, username: 2, notes: 4 },
    ],
    [["userPrincipalName", "sAMAccountName"], { username: 1 }],
    [["colour", ""], {}],
  ])("%j", (headers, mapping) =>
    expect(mappingFromColumns(headers.map((header) => ({ header, values: [] })))).toEqual(mapping),
  );
});

describe("delimiters", () => {
  test.each([
    ["a,b,c\n1,2,3\n", ","],
    ["username;name\nanna;Berg, Anna\nbela;Nagy, Bela\n", ";"],
    ["x\ty\n1\t2,5\n3\t4,5\n", "\t"],
    ["x|y|z\n1|2|3\n", "|"],
    ["username\nanna\nbela\n", ","],
    ['"a;b";"c"\n"1;2";"3"\n', ";"],
  ])("%j", (text, delimiter) => expect(sniffDelimiter(text, true)).toBe(delimiter));
});

test.each([
  ["aktiv", "active"],
  ["gesperrt", "disabled"],
  ["Désactivé", "disabled"],
  ["left", "left"],
  ["ausgeschieden", "left"],
  ["whatever", null],
  ["constructor", null],
])("the status word %s", (word, status) => expect(statusOf(word)).toBe(status));

test.each([
  [" TRUE ", true],
  ["-1", true],
  ["Nein", false],
  ["0", false],
  ["whatever", null],
  ["constructor", null],
])("the yes or no %s", (word, truth) => expect(truthOf(word)).toBe(truth));

describe("cells", () => {
  test("a formula is disarmed, and any text comes back", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+\-@\t\r\0＝]?.*$/u)), (text) => {
        expect(disarm(text)).not.toMatch(/^[=+\-@\t\r\0＝＋－＠]/u);
        for (const part of disarm(text).split(/[,;|\t]/u)) expect(part).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
        expect(rearm(disarm(text))).toBe(text);
      }),
      { examples: [[" @"], [" =1"], ["\t="], [" '@"], ["\u00a0+1"]] },
    );
  });

  test("names of groups come back, whatever they hold", () => {
    const name = fc
      .string({ minLength: 1, unit: fc.constantFrom("a", "B", " ", ";", "|", ",", '"', "é") })
      .map((text) => text.trim());
    fc.assert(
      fc.property(
        fc.array(
          name.filter((text) => text !== "" && !/^".*"$/u.test(text)),
          { minLength: 1, maxLength: 5 },
        ),
        (names) => {
          expect(splitGroups(joinGroups(names))).toEqual(names);
        },
      ),
    );
  });

  test.each([
    ["Staff", ["Staff"]],
    ["Staff; Sales|x", ["Staff", "Sales|x"]],
    ["Staff | Sales", ["Staff", "Sales"]],
    ["Staff,Sales,", ["Staff", "Sales"]],
    ['"Sales, EMEA",Staff', ["Sales, EMEA", "Staff"]],
    [" ", []],
    ["Legal, Risk and Compliance", ["Legal, Risk and Compliance"]],
    ["Legal, Tax", ["Legal, Tax"]],
    ["CN=Sales,OU=Groups,DC=example,DC=org", ["Sales"]],
    ["CN=Legal\\, Risk and Compliance,OU=Groups,DC=example", ["Legal, Risk and Compliance"]],
    ["CN=A,OU=G,DC=x;CN=B\\;b,OU=G,DC=x", ["A", "B;b"]],
    ["CN=A,OU=G,DC=x,DC=y,CN=B,OU=G,DC=x,DC=y", ["A", "B"]],
    ['CN=B\\C3\\BCro + uid=7,OU=G,DC=x|ou=Ops,dc=x\ncn="Q, R",dc=x', ["Büro", "Ops", "Q, R"]],
    ["cn = A \\ ,dc=x", ["A  "]],
    ["CN=broken", ["broken"]],
    ["CN=broken,no attribute", ["CN=broken,no attribute"]],
  ])("groups in %j", (cell, names) => expect(splitGroups(cell, groupsReadingOf("groups", [cell]))).toEqual(names));

  test.each([
    ["groups", ["Staff, Night", "Staff"], "Staff, Night", ["Staff", "Night"]],
    ["groups", ["Staff, Night", "Night, Sales"], "Legal, Risk and Compliance", ["Legal, Risk and Compliance"]],
    [
      "groups",
      ["Staff, Night", "Night, Sales"],
      "Legal, Staff and Sales, Night",
      ["Legal", "Staff and Sales", "Night"],
    ],
    ["groups", ["Legal, Tax", "Legal, Risk"], "Legal, Tax", ["Legal, Tax"]],
    ["Department", ["Legal, Tax", "Tax"], "Legal, Tax", ["Legal, Tax"]],
    ["Department", ["Legal; Tax"], "Legal; Tax", ["Legal", "Tax"]],
    ["groups", ["A;B", "C, D"], "C, D", ["C, D"]],
  ])("groups in a column %s of %j: %j", (header, values, cell, names) =>
    expect(splitGroups(cell, groupsReadingOf(header, values))).toEqual(names),
  );
});

describe("rows", () => {
  const mapping = { username: 0, name: 1, email: 2, externalId: 3, notes: 4 };

  /** Reads rows of a table with these columns. */
  function readerOf(headers: readonly string[], columns: InputOf<"imports.run">["mapping"]): RowReader {
    const plan = planOf(beginningOf([headers], true, 1), {
      mapping: columns,
      ignore: [],
      names: undefined,
      groupsBy: undefined,
    });
    return new RowReader({
      mapping: columns,
      columns: headers.length,
      matchBy: "username",
      plan,
      decided: new Map(),
      now: 0,
      nameOf: (index) => columnName(index, ""),
    });
  }

  test("are judged as users.add judges them", () => {
    const reader = readerOf(["a", "b", "c", "d", "e"], mapping);
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.emailAddress(),
      fc.constantFrom("", " a ", "x".repeat(300), "a\u202Eb", "Ａ"),
    );
    fc.assert(
      fc.property(fc.tuple(cell, cell, cell, cell, cell), (row) => {
        const plain = row.map((text) => (text.includes("\uFFFD") ? "?" : text));
        const fields = ["username", "name", "email", "externalId", "notes"] as const;
        const [username = "", name, email, externalId, notes] = plain.map((text, n) =>
          meantBy(text, fields[n] ?? "notes"),
        );
        const expected = users.add.input.safeParse({ username, name, email, externalId, notes });
        const { facts, faults } = reader.read(plain);
        expect(faults.length === 0).toBe(expected.success);
        if (!expected.success) return;
        const { externalId: external_id, ...rest } = expected.data;
        expect(facts).toEqual({ ...rest, external_id });
      }),
      { numRuns: 2000 },
    );
  });

  test("of a first and a last name make one", () => {
    const reader = readerOf(["username", "Vorname", "Nachname"], { username: 0, firstName: 1, lastName: 2 });
    expect(reader.read(["a", " Anna ", "Berg"]).facts.name).toBe("Anna Berg");
    expect(reader.read(["a", "", "Berg"]).facts.name).toBe("Berg");
    expect(reader.read(["a"]).facts.name).toBeUndefined();
  });
});

describe("any bytes", () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "countersign-reading-"))));
  afterAll(() => rmSync(folder, { recursive: true }));
  let round = 0;

  const { signal } = new AbortController();
  const context = { signal, onProgress: () => undefined };

  /** Inspects and stages a file; null where it is no table. */
  async function read(bytes: Uint8Array) {
    const file = join(folder, `table-${(round += 1)}`);
    writeFileSync(file, bytes);
    try {
      const facts = await inspectTable(file, {}, [], signal);
      const staging = new Staging(`${file}.rows`);
      try {
        const staged = await withTable(file, {}, signal, (table) =>
          stageTable(
            table,
            staging,
            { mapping: { username: 0, name: 0 }, header: true, matchBy: "username", at: 0 },
            context,
          ),
        );
        return { facts, report: reportOf(staging, { known: new Map(), fresh: new Map() }, staged) };
      } finally {
        staging.close();
        rmSync(`${file}.rows`);
      }
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === "TABLE_UNREADABLE") return null;
      throw thrown;
    } finally {
      rmSync(file);
    }
  }

  const tableText = fc
    .array(
      fc.array(fc.string({ unit: fc.constantFrom("a", "ü", '"', ",", ";", "\t", "\n", "\r", " ", "'", "=") }), {
        maxLength: 4,
      }),
      { maxLength: 8 },
    )
    .map((rows) => rows.map((row) => row.join(",")).join("\r\n"));

  test("are no table, or give sums that reconcile", async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      tableText.map((text) => Buffer.from(text)),
      tableText.map((text) => Buffer.from(`\uFEFF${text}`, "utf16le")),
      tableText.map((text) => Buffer.from(text, "latin1")),
    );
    let tables = 0;
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const result = await read(content);
        if (!result) return;
        tables += 1;
        const { sums, verdicts } = result.report;
        expect(sums.rows).toBe(sums.create + sums.update + sums.unchanged + sums.refused);
        expect(verdicts).toHaveLength(sums.rows);
        // Of identical rows the later ones are unchanged, and say so.
        const told = verdicts.filter(({ verdict }) => verdict !== "create");
        expect(told.every(({ message }) => message !== null)).toBe(true);
        expect(verdicts.every(({ verdict, message }) => verdict !== "create" || message === null)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(tables).toBeGreaterThan(20);
  });
});
