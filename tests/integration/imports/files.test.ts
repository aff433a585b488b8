import { closeSync, openSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { Delimiter, type Encoding } from "#shared/contract/exchange.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";
import { csv, encoded, importFile, saved } from "./support.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

const rows = [
  ["Benutzername", "Vorname", "Nachname", "E-Mail-Adresse", "Abteilung", "Bemerkung"],
  ["jörg", "Jörg", "Müller", "joerg@example.org", "Einkauf", 'sagt „Grüße“,\r\nauch "so"; und | so'],
  ["zoe", "Zoë", "Šimková", "zoe@example.org", "Büro", ""],
];

const million = 1_000_000;
const times = (count: number, act: () => void): void => {
  for (let n = 0; n < count; n += 1) act();
};

const encodings: readonly (readonly [Encoding, boolean])[] = [
  ["utf-8", false],
  ["utf-8", true],
  ["utf-16le", true],
  ["utf-16le", false],
  ["utf-16be", true],
  ["utf-16be", false],
  ["windows-1252", false],
];

describe("files as programs export them", () => {
  test.each(encodings)("%s, with a mark: %s, with each delimiter", async (encoding, mark) => {
    const file = saved(harness, "");
    const letters =
      encoding === "windows-1252"
        ? rows.map((row) => row.map((cell) => cell.replaceAll(/[^\p{ASCII}\u00A0-\u00FF„“Š]/gu, "?")))
        : rows;
    for (const delimiter of Delimiter.options) {
      saved(harness, encoded(csv(letters, delimiter), encoding, mark));
      expect(await harness.call("imports.inspect", { file }), delimiter).toMatchObject({
        encoding,
        delimiter,
        mapping: { username: 0, firstName: 1, lastName: 2, email: 3, groups: 4, notes: 5 },
      });
    }
    expect((await importFile(harness, file)).sums).toMatchObject({ rows: 2, create: 2 });
    const user = await harness.call("users.get", { user: { username: "JÖRG" } });
    expect(user).toMatchObject({ name: "Jörg Müller", notes: 'sagt „Grüße“,\nauch "so"; und | so' });
  });

  test("letters beyond ASCII that come late are found", async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => [`user${n}`, "Somebody with a plain name"]);
    const text = csv([["username", "name"], ...many, ["last", "Zoë"]]);
    for (const encoding of ["utf-8", "windows-1252"] as const) {
      const file = saved(harness, encoded(text, encoding));
      expect(await harness.call("imports.inspect", { file })).toMatchObject({ encoding });
    }
  });

  test("single faults of encoding refuse their rows", async () => {
    const good = Buffer.from(
      csv([
        ["username", "name"],
        ["anna", "Ännä Größe"],
        ["zoe", "Zoë"],
      ]),
    );
    const file = saved(
      harness,
      Buffer.concat([good, Buffer.from("bad,M\xFCller\r\n", "latin1"), Buffer.from("last,Last\r\n")]),
    );
    const { mapping, encoding } = await harness.call("imports.inspect", { file });
    expect(encoding).toBe("utf-8");
    const report = await harness.call("imports.dryRun", { file, mapping });
    expect(report.verdicts.filter(({ verdict }) => verdict === "refused")).toMatchObject([
      {
        row: 4,
        username: "bad",
        message: "The row contains characters that cannot be decoded. Correct them, or choose another encoding.",
      },
    ]);
  });

  test("ragged rows, empty rows, two columns of one name, and a line that names the delimiter", async () => {
    const file = saved(
      harness,
      "sep=;\r\nLogin;Name;Mail;Mail\r\nanna;Anna\r\n\r\nbela;Bela;b@example.org;other;\r\ncleo;Cleo, dear;c@example.org;;more\r\n;;;\r\n",
    );
    const facts = await harness.call("imports.inspect", { file });
    expect(facts).toMatchObject({ delimiter: ";", mapping: { username: 0, name: 1, email: 2 } });
    expect(facts.columns.map(({ header }) => header)).toEqual(["Login", "Name", "Mail", "Mail", ""]);
    const report = await harness.call("imports.dryRun", { file, mapping: facts.mapping });
    expect(report.verdicts.map(({ row, username, verdict }) => [row, username, verdict])).toEqual([
      [2, "anna", "create"],
      [4, "bela", "create"],
      [5, "cleo", "refused"],
    ]);
    expect(report.verdicts[2]?.message).toContain("The row has 5 cells, but there are 4 columns");
  });

  test("a table without a header", async () => {
    const file = saved(harness, "anna,Anna\nbela,Bela");
    const facts = await harness.call("imports.inspect", { file, header: false });
    expect(facts).toMatchObject({
      header: false,
      mapping: {},
      columns: [{ header: "", samples: ["anna", "bela"] }, {}],
    });
    const report = await harness.call("imports.run", { file, header: false, mapping: { username: 0, name: 1 } });
    expect(report.verdicts.map(({ row, username }) => [row, username])).toEqual([
      [1, "anna"],
      [2, "bela"],
    ]);
  });

  test.each<[string, string | Buffer, RegExp]>([
    ["nothing", "", /empty/u],
    ["blanks", " \r\n\r\n", /empty/u],
    ["a PDF", "%PDF-1.7\n%âãÏÓ\n1 0 obj", /PDF/u],
    ["a workbook", Buffer.from("PK\x03\x04\x14\0\x06\0[Content_Types].xml", "latin1"), /save it as CSV/u],
    ["an old workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), /save it as CSV/u],
    ["an archive", Buffer.from("PK\x03\x04\x14\0\x06\0people.csv", "latin1"), /Unpack/u],
    ["a picture", Buffer.from("\x89PNG\r\n\x1A\n", "latin1"), /picture/u],
    ["a web page", "<!DOCTYPE html><table><tr><td>username</td></tr></table>", /web page/u],
    ["a program", Buffer.from("\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "latin1"), /not text/u],
    ["zeros within", "username,name\r\nanna,An\0na\r\n", /not text/u],
    ["too many columns", `${"a,".repeat(1000)}b\r\n`, /more than 1,000 columns/u],
  ])("%s is no table", async (_, content, message) => {
    const file = saved(harness, content);
    for (const error of [
      await harness.refuse("imports.inspect", { file }),
      await harness.refuse("imports.run", { file, mapping: { username: 0 } }),
    ]) {
      expect(error).toMatchObject({ code: "TABLE_UNREADABLE", message: expect.stringMatching(message) as string });
    }
  });

  test("a quotation mark that is never closed, and faults far from the beginning", async () => {
    const many = Array.from({ length: 30_000 }, (_, n) => `user${n},somebody,somewhere,something\r\n`).join("");
    const header = "username,a,b,c\r\n";
    for (const [end, message] of [
      [`last,"open\r\n${many}${many}`, /never closed/u],
      ["last,\0,,\r\n", /not text/u],
      [`last${",x".repeat(1001)}\r\n`, /more than 1,000 columns/u],
    ] as const) {
      const file = saved(harness, header + many + end);
      const { mapping } = await harness.call("imports.inspect", { file });
      const error = await harness.refuse("imports.run", { file, mapping, rows: "good" });
      expect(error).toMatchObject({ code: "TABLE_UNREADABLE", message: expect.stringMatching(message) as string });
    }
    expect((await harness.call("users.list", {})).rows).toEqual([]);
  });

  test.each<[string, (write: (text: string) => void) => void, RegExp]>([
    ["only commas", (write) => times(30, () => write(",".repeat(million))), /more than 1,000 columns/u],
    [
      "rows, then only commas",
      (write) => {
        write(`username,name\n${"anna,Anna\n".repeat(40_000)}`);
        times(30, () => write(",".repeat(million)));
      },
      /more than 1,000 columns/u,
    ],
    ["one endless cell", (write) => times(30, () => write("a".repeat(million))), /Row 3 is longer than 1,048,576/u],
    [
      "an open quotation mark before short lines",
      (write) => {
        write('anna,"Anna\n');
        times(30, () => write("bela,Bela\n".repeat(million / 10)));
      },
      /quotation mark opened in row 3 .* never closed/u,
    ],
    ["empty lines", (write) => times(3, () => write("\n".repeat(million))), /More than 1,048,576 consecutive rows/u],
    [
      "empty rows of a spreadsheet",
      (write) => times(12, () => write(";;;;\r\n".repeat(million / 6))),
      /More than 1,048,576 consecutive rows/u,
    ],
  ])("%s without end are stopped long before the end", async (name, fill, message) => {
    const file = saved(harness, name === "only commas" ? "" : "username,name\nleo,Leo\n");
    const fd = openSync(file, "a");
    fill((text) => void writeSync(fd, text));
    closeSync(fd);
    let read = 0;
    const error = await harness.refuse(
      "imports.dryRun",
      { file, mapping: { username: 0 }, delimiter: name.includes("spreadsheet") ? ";" : ",", rows: "good" },
      harness.caller,
      { onProgress: ({ done }) => void (read = Math.max(read, done)) },
    );
    expect(error).toMatchObject({ code: "TABLE_UNREADABLE", message: expect.stringMatching(message) as string });
    expect(read).toBeLessThan(statSync(file).size / 2 + million);
  });

  test.each<[string, string]>([
    ["a name", `username,name\nanna,"a,${" ".repeat(400_000)},b"\n`],
    ["a heading", `username,${"(".repeat(200_000)}\nanna,a\n`],
    ["a first row", `username,a@${".".repeat(200_000)}@\nanna,a\n`],
    ["a group", `username,memberOf\nanna,"cn=${"a".repeat(400_000)}"\nbela,"dc=a${" dc=a".repeat(80_000)}"\n`],
    ["a list", `username,groups\nanna,"['${"' ".repeat(200_000)}x]"\n`],
    ["a status", `username,status\nanna,"${"not ".repeat(100_000)}"\nbela,${"9".repeat(400_000)}\n`],
    ["an address", `username,email\nanna,a@${"ä.".repeat(100_000)}\n`],
    ["a formula", `username,externalId\nanna,"=""${'""""'.repeat(100_000)}x"\n`],
  ])("%s of a shape that invites endless comparing is read in no time", async (_, content) => {
    const file = saved(harness, content);
    const facts = await harness.call("imports.inspect", { file });
    const { sums } = await harness.call("imports.dryRun", { file, mapping: { username: 0, ...facts.mapping } });
    expect(sums.rows).toBeGreaterThan(0);
  });

  test("a file beyond a gibibyte is refused before it is read", async () => {
    const file = saved(harness, "username,name\nanna,Anna\n");
    truncateSync(file, 1024 ** 3 + 1);
    expect(await harness.refuse("imports.inspect", { file })).toMatchObject({
      code: "TABLE_UNREADABLE",
      message: "This file is larger than 1 GiB. Split the table into several files.",
    });
  });

  test("byte order marks that stand twice or between files put together are no letters", async () => {
    const part = "\uFEFFusername,name\r\n";
    const file = saved(harness, `\uFEFF${part}anna,Anna\r\n${part}bela,Bela\r\n`);
    const facts = await harness.call("imports.inspect", { file });
    expect(facts).toMatchObject({ mapping: { username: 0, name: 1 } });
    const report = await harness.call("imports.run", { file, mapping: facts.mapping });
    expect(report.verdicts.map(({ username }) => username)).toEqual(["anna", "bela"]);
    expect(report.passedOver.first).toMatchObject([{ row: 3 }]);
  });

  test("UTF-16 that ends within a letter is cut off, and its last row is refused", async () => {
    const bytes = encoded("username,name\r\nanna,Anna\r\nbela,Bela", "utf-16le", true);
    const file = saved(harness, bytes.subarray(0, -1));
    const { mapping } = await harness.call("imports.inspect", { file });
    const { verdicts } = await harness.call("imports.dryRun", { file, mapping });
    expect(verdicts.map(({ username, verdict }) => [username, verdict])).toEqual([
      ["anna", "create"],
      ["bela", "refused"],
    ]);
  });

  test("a file that is not there, and a folder", async () => {
    const mapping = { username: 0 };
    expect(await harness.refuse("imports.inspect", { file: join(harness.dataDir, "no.csv") })).toMatchObject({
      code: "FILE_NOT_FOUND",
    });
    expect(await harness.refuse("imports.run", { file: harness.dataDir, mapping })).toMatchObject({
      code: "TABLE_UNREADABLE",
    });
  });
});

describe("presets", () => {
  test("are found by the columns that they were made for", async () => {
    const headers = { username: "Kürzel", name: "Wie heißt er?" };
    await harness.call("imports.savePreset", { name: "HR", headers });
    await harness.call("imports.savePreset", { name: "Small", headers: { username: "Kürzel" } });
    const file = saved(harness, "Ort,wie heißt er?,kürzel\r\nBonn,Anna,anna\r\n");
    expect(await harness.call("imports.inspect", { file })).toMatchObject({
      preset: "HR",
      mapping: { username: 2, name: 1 },
    });
    await harness.call("imports.savePreset", { name: "HR", headers: { username: "Ort" } });
    expect(await harness.call("imports.presets", {})).toEqual({
      presets: [
        { name: "HR", headers: { username: "Ort" } },
        { name: "Small", headers: { username: "Kürzel" } },
      ],
    });
    await harness.call("imports.deletePreset", { name: "HR" });
    expect(await harness.refuse("imports.deletePreset", { name: "HR" })).toMatchObject({ code: "NOT_FOUND" });
    expect(await harness.call("imports.inspect", { file })).toMatchObject({ preset: "Small" });
  });
});
