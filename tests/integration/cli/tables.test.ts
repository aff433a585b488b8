import fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, runHere, type Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

interface Report {
  sums: Record<"rows" | "create" | "update" | "unchanged" | "refused", number>;
  verdicts: { row: number; verdict: string; message: string }[];
  newGroups: string[];
  importId: string | null;
}

const write = (name: string, text: string): void => fs.writeFileSync(join(folder.dir, name), text);

const usernames = async (script: Script, ...filter: string[]): Promise<string[]> => {
  const { users } = await script.done<{ users: { username: string }[] }>(["people", "list", ...filter]);
  return users.map(({ username }) => username);
};

describe.skipIf(toolsMissing("oathtool"))("tables at the terminal", () => {
  it("are imported, undone, and exported", async () => {
    const { script } = await setUp(folder.dir);
    write("people.csv", "Login;Wer;Team\r\nanna;Anna Berg;Staff\r\nbela;Bela;Staff|Night\r\n");
    const mapped = ["--map", "name=Wer", "--map", "groups=3"];
    const dry = await script.done<Report>(["people", "import", "people.csv", "--dry-run", ...mapped]);
    expect(dry).toMatchObject({ sums: { rows: 2, create: 2 }, newGroups: ["Night", "Staff"] });
    expect(await usernames(script)).toEqual([]);
    const run = await script.done<Report>(["people", "import", "people.csv", ...mapped, "--report", "results.csv"]);
    expect(fs.readFileSync(join(folder.dir, "results.csv"), "utf8")).toContain("2,anna,Anna Berg,create,");
    expect(await usernames(script, "--group", "night")).toEqual(["bela"]);
    const exported = await script.done<{ rows: number }>([
      "people",
      "export",
      "out.csv",
      "--group",
      "Staff",
      "--separator",
      "semicolon",
    ]);
    expect(exported.rows).toBe(2);
    expect(fs.statSync(join(folder.dir, "out.csv")).mode & 0o777).toBe(0o600);
    expect(await script.refused(["people", "export", "out.csv"])).toMatchObject({ exitCode: 3, code: "FILE_EXISTS" });
    expect(await script.done<Report>(["people", "import", "out.csv"])).toMatchObject({
      sums: { unchanged: 2 },
      importId: null,
    });
    const { imports } = await script.done<{ imports: { id: string; state: string }[] }>(["people", "imports"]);
    expect(imports).toMatchObject([{ id: run.importId, state: "undoable" }]);
    expect(await script.done(["people", "undo", run.importId ?? ""])).toMatchObject({ state: "undone" });
    expect(await script.refused(["people", "undo", run.importId ?? ""])).toMatchObject({
      exitCode: 1,
      code: "UNDO_REFUSED",
    });
    expect(await usernames(script)).toEqual([]);
  });

  it("with rows that are refused end with 1, or leave these rows out", async () => {
    const { script } = await setUp(folder.dir);
    write("people.csv", "username,mail\nanna,anna@example.org\nbela,nothing\n");
    const dry = await script.run<Report>(["people", "import", "people.csv", "--dry-run"]);
    expect(dry).toMatchObject({ exitCode: 1, ok: true, data: { sums: { create: 1, refused: 1 } } });
    const refused = await script.refused(["people", "import", "people.csv", "--report", "all.csv"]);
    expect(refused).toMatchObject({
      exitCode: 1,
      code: "IMPORT_REFUSED",
      fields: { "rows.3": "This is not an e-mail address." },
    });
    expect(fs.readFileSync(join(folder.dir, "all.csv"), "utf8")).toContain(
      "3,bela,,refused,This is not an e-mail address.",
    );
    expect(await script.refused(["people", "import", "people.csv", "--report", "all.csv"])).toMatchObject({
      code: "FILE_EXISTS",
    });
    const some = await script.done<Report>(["people", "import", "people.csv", "--skip-bad-rows"]);
    expect(some.sums).toMatchObject({ create: 1, refused: 1 });
    expect(await script.refused(["people", "import", "people.csv", "--map", "name=Nobody"])).toMatchObject({
      exitCode: 2,
      message: "There is no column Nobody. The columns are: username, mail.",
    });
    write("odd.csv", "Wer;Wo\nanna;Bonn\n");
    expect(await script.refused(["people", "import", "odd.csv"])).toMatchObject({
      exitCode: 2,
      message: "Say which column contains the username: --map username=COLUMN. The columns are: Wer, Wo.",
    });
    write("people.pdf", "%PDF-1.7");
    const other = await script.refused(["people", "import", "people.pdf", "--report", "none.csv"]);
    expect(other).toMatchObject({ exitCode: 3, code: "TABLE_UNREADABLE" });
    expect(fs.existsSync(join(folder.dir, "none.csv"))).toBe(false);
    const shown = await runHere(
      ["people", "import", "people.csv", "--skip-bad-rows", "--data", script.dataDir],
      folder.dir,
    );
    expect(shown.stdout).toContain("There was nothing to change.");
    expect(shown.stdout).toContain("2 rows: 0 to create, 0 to change, 1 unchanged, 1 refused.");
  });

  it("say which column becomes what, what is open and how it is answered", async () => {
    const { script } = await setUp(folder.dir);
    const table =
      "Login;Name;Vorname;Stand;Sperre;state\nanna;Berg;Anna;on call;nein;Bavaria\nbela;Nagy;Béla;aktiv;ja;Tyrol\n";
    write("people.csv", table);
    const mapped = ["people", "import", "people.csv", "--map", "status=Stand"];
    const dry = await script.run<Report & { decisions: unknown[]; columns: unknown[] }>([...mapped, "--dry-run"]);
    expect(dry).toMatchObject({
      exitCode: 1,
      data: {
        sums: { create: 1, refused: 1 },
        columns: [
          { header: "Login", fields: ["username"] },
          { header: "Name", fields: ["lastName"] },
          { header: "Vorname", fields: ["firstName"], samples: ["Anna", "Béla"] },
          { header: "Stand", fields: ["status"] },
          { header: "Sperre", fields: ["status"], reading: "Yes means disabled, no means active." },
          { header: "state", fields: [], looksLike: "status", samples: ["Bavaria", "Tyrol"] },
        ],
        decisions: [{ decision: "statusWord", value: "on call", rows: 1, firstRows: [2] }],
      },
    });
    const shown = await runHere([...mapped, "--dry-run", "--data", script.dataDir], folder.dir);
    expect(shown.stdout).toMatch(/^state +not used, but looks like a status +Bavaria · Tyrol$/mu);
    expect(shown.stdout).toContain("--status 'on call=active' (or disabled, left)");
    const open = await script.run<Report>([...mapped, "--dry-run", "--ignore", "Sperre", "--map", "status="]);
    expect(open).toMatchObject({ exitCode: 0, data: { sums: { create: 2 } } });
    await script.done([...mapped, "--status", "on call=active"]);
    expect(await usernames(script, "--status", "active")).toEqual(["anna"]);
    expect(await usernames(script, "--status", "disabled")).toEqual(["bela"]);
    write("again.csv", "Login;Mail;Groups\nanna;a@example.org;Legal, Tax\ncleo;a@example.org;Legal, Tax\n");
    const same = await script.done<Report>([
      "people",
      "import",
      "again.csv",
      "--accept",
      "same-email",
      "--groups-by",
      "comma",
      "--names",
      "as-written",
    ]);
    expect(same.newGroups).toEqual(["Legal", "Tax"]);
  });

  it("groups, statuses and a person's details are changed one by one", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["groups", "add", "Staff", "--description", "all"]);
    await script.done(["groups", "add", "Night"]);
    await script.done([
      "people",
      "add",
      "--username",
      "anna",
      "--external-id",
      "E1",
      "--group",
      "Staff",
      "--group",
      "night",
      "--notes",
      "new",
    ]);
    expect(await script.done(["people", "show", "anna"])).toMatchObject({
      externalId: "E1",
      notes: "new",
      groups: [{ name: "Night" }, { name: "Staff" }],
    });
    await script.done(["people", "edit", "anna", "--group", "", "--external-id", "E2"]);
    expect(await script.done(["people", "show", "anna"])).toMatchObject({ externalId: "E2", groups: [] });
    expect(await script.done(["people", "status", "anna", "left"])).toMatchObject({ status: "left" });
    expect(await usernames(script, "--status", "left")).toEqual(["anna"]);
    await script.done(["groups", "edit", "night", "--name", "Nights"]);
    const { groups } = await script.done<{ groups: { name: string; members: number }[] }>(["groups", "list"]);
    expect(groups.map(({ name, members }) => [name, members])).toEqual([
      ["Nights", 0],
      ["Staff", 0],
    ]);
    await script.done(["groups", "delete", "Nights"]);
    expect(await script.refused(["groups", "delete", "Nights"])).toMatchObject({ exitCode: 3, code: "NOT_FOUND" });
    await script.done(["people", "delete", "anna"]);
    expect(await usernames(script)).toEqual([]);
  });
});
