import { writeFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkRow } from "#main/exchange/check-row.ts";
import { sniffDelimiter } from "#main/exchange/delimiter.ts";
import { disarm, rearm } from "#main/exchange/formula.ts";
import { joinGroups, splitGroups } from "#main/exchange/groups-cell.ts";
import { mappingFromHeaders } from "#main/exchange/headers.ts";
import { inspectTable } from "#main/exchange/inspect.ts";
import { reportOf } from "#main/exchange/report.ts";
import { stageTable } from "#main/exchange/stage.ts";
import { statusOf } from "#main/exchange/status-words.ts";
import { withTable } from "#main/exchange/table.ts";
import { Staging } from "#main/store/import-staging.ts";
import { AppError } from "#shared/errors.ts";
import { users } from "#shared/contract/directory.ts";

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
  ])("%j", (headers, mapping) => expect(mappingFromHeaders(headers)).toEqual(mapping));
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
  [" TRUE ", "active"],
  ["512", "active"],
  ["gesperrt", "disabled"],
  ["Désactivé", "disabled"],
  ["0", "disabled"],
  ["left", "left"],
  ["ausgeschieden", "left"],
  ["whatever", null],
  ["constructor", null],
])("the status word %s", (word, status) => expect(statusOf(word)).toBe(status));

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
  ])("groups in %j", (cell, names) => expect(splitGroups(cell)).toEqual(names));
});

describe("rows", () => {
  const mapping = { username: 0, name: 1, email: 2, externalId: 3, notes: 4 };
  const checks = { mapping, columns: 5, matchBy: "username" as const };

  test("are judged as users.add judges them", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.emailAddress(),
      fc.constantFrom("", " a ", "x".repeat(300), "a\u202Eb", "Ａ"),
    );
    fc.assert(
      fc.property(fc.tuple(cell, cell, cell, cell, cell), (row) => {
        const plain = row.map((text) => (text.includes("\uFFFD") ? "?" : text));
        const [username = "", name, email, externalId, notes] = plain.map(rearm);
        const expected = users.add.input.safeParse({ username, name, email, externalId, notes });
        const { facts, fault } = checkRow(plain, checks);
        expect(fault === null).toBe(expected.success);
        if (!expected.success) return;
        const { externalId: external_id, ...rest } = expected.data;
        expect(facts).toEqual({ ...rest, external_id });
      }),
      { numRuns: 2000 },
    );
  });

  test("of a first and a last name make one", () => {
    const named = { mapping: { username: 0, firstName: 1, lastName: 2 }, columns: 3, matchBy: "username" as const };
    expect(checkRow(["a", " Anna ", "Berg"], named).facts.name).toBe("Anna Berg");
    expect(checkRow(["a", "", "Berg"], named).facts.name).toBe("Berg");
    expect(checkRow(["a"], named).facts.name).toBeUndefined();
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
        const digest = await withTable(file, {}, signal, (table) =>
          stageTable(table, staging, { mapping: { username: 0, name: 0 }, header: true, matchBy: "username" }, context),
        );
        return { facts, report: reportOf(staging, { known: new Map(), fresh: new Map() }, digest) };
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
        expect(verdicts.every(({ verdict, message }) => (verdict === "refused") === (message !== ""))).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(tables).toBeGreaterThan(20);
  });
});
