import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, test } from "vitest";
import { type Harness, newCaller, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { csv, importFile, saved } from "./support.ts";

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

/** What spreadsheet programs run as a formula, and what must come back all the same. */
const dangerous = [
  '=HYPERLINK("http://example.org","here")',
  "+49 30 1234",
  "-1+2",
  "@SUM(A1)",
  "'=1+1",
  "''@twice",
  "plain, with a comma",
  'a "quoted" word',
  "＝1",
  "'tis",
];

const exported = async (name: string, options = {}): Promise<string> => {
  const file = join(temporaryFolder(), name);
  await harness.call("imports.exportUsers", { file, ...options });
  return file;
};

describe("an export", () => {
  test("holds no cell that begins a formula, and imports again with nothing to change", async () => {
    const rows = dangerous.map((name, n) => [
      `user${n}`,
      name,
      "",
      `E${n}`,
      "",
      ["active", "disabled", "left"][n % 3] ?? "",
      "",
    ]);
    const groups = ["Staff", 'Sales, "EMEA"; all', "=Group|s"].map((name) => harness.call("groups.add", { name }));
    const ids = (await Promise.all(groups)).map(({ id }) => id);
    await importFile(
      harness,
      saved(
        harness,
        csv([
          ["username", "name", "email", "externalId", "groups", "status", "notes"],
          ...rows.map((row) => row.map((cell) => (/^'+[=+@-]/u.test(cell) ? `'${cell}` : cell))),
        ]),
      ),
    );
    await harness.call("users.add", {
      username: "-dash",
      name: "=cmd",
      notes: "@first line\nsecond, line\n",
      groups: ids,
      email: "dash@example.org",
    });
    const names = (await harness.call("users.list", {})).rows.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...dangerous, "=cmd"].toSorted());
    const file = await exported("out.csv");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, "utf8");
    expect(text.startsWith("\uFEFFusername,name,email,externalId,groups,status,notes,enrolment\r\n")).toBe(true);
    const cells = parse(text, { bom: true }).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r\0＝]/u.test(cell))).toEqual([]);
    expect(cells).toContain("'=cmd");
    const again = await importFile(harness, file);
    expect(again.sums).toEqual({ rows: 11, create: 0, update: 0, unchanged: 11, refused: 0 });
    const semicolons = await exported("semi.csv", { delimiter: ";" });
    expect((await importFile(harness, semicolons)).sums).toMatchObject({ unchanged: 11, rows: 11 });
  });

  test("holds the users of a selection", async () => {
    const people = csv([
      ["username", "group"],
      ["anna", "A"],
      ["bela", "B"],
      ["cleo", "A"],
    ]);
    await importFile(harness, saved(harness, people));
    const { rows } = await harness.call("users.list", {});
    const [anna, bela] = rows;
    if (!anna || !bela) throw new Error("no users");
    const usersIn = async (selection: object): Promise<string[]> => {
      const text = readFileSync(await exported("some.csv", { selection }), "utf8");
      return text
        .trimEnd()
        .split("\r\n")
        .slice(1)
        .map((line) => line.split(",")[0] ?? "");
    };
    expect(await usersIn({ ids: [bela.id] })).toEqual(["bela"]);
    expect(await usersIn({ filter: { group: anna.groups[0]?.id } })).toEqual(["anna", "cleo"]);
    expect(await usersIn({ filter: {}, except: [anna.id] })).toEqual(["bela", "cleo"]);
    expect(await usersIn({ filter: { search: "nobody" } })).toEqual([]);
    const [event] = (await harness.call("audit.list", { action: "user.export" })).rows;
    expect(event).toMatchObject({ target: "some.csv", details: { users: 0 } });
  });

  test("is written only where the caller was allowed to, and leaves nothing beside it", async () => {
    const window = newCaller({ token: harness.caller.session.get() });
    const denied = { ...window, files: { grant: () => undefined, allows: () => false } };
    const folder = temporaryFolder();
    const file = join(folder, "out.csv");
    const selection = { filter: {} };
    expect(await harness.refuse("imports.exportUsers", { file, selection }, denied)).toMatchObject({
      code: "FILE_NOT_GRANTED",
    });
    expect(await harness.refuse("imports.inspect", { file }, denied)).toMatchObject({ code: "FILE_NOT_GRANTED" });
    expect(await harness.refuse("imports.dryRun", { file, mapping: { username: 0 } }, denied)).toMatchObject({
      code: "FILE_NOT_GRANTED",
    });
    const missing = join(folder, "no", "out.csv");
    expect(await harness.refuse("imports.exportUsers", { file: missing })).toMatchObject({ code: "FILE_NOT_FOUND" });
    const left = [...readdirSync(folder), ...readdirSync(harness.dataDir)];
    expect(left.filter((name) => name.startsWith("tmp-") || name.includes("partial"))).toEqual([]);
  });
});
