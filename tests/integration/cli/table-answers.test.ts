import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { encoded } from "../imports/support.ts";
import { newFolder, runHere, type Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

const write = (name: string, content: string | Buffer): void => fs.writeFileSync(join(folder.dir, name), content);

const shown = async (script: Script, ...options: string[]): Promise<string> => {
  const args = ["people", "import", "people.csv", "--dry-run", ...options, "--data", script.dataDir];
  return (await runHere(args, folder.dir)).stdout;
};

describe.skipIf(toolsMissing("oathtool"))("what the terminal says about a table", () => {
  it("names two columns of one heading by their numbers, and never takes the first of them silently", async () => {
    const { script } = await setUp(folder.dir);
    write("people.csv", "Login;Name;Name\nanna;Berg;Anna\n");
    expect(await shown(script)).toContain(
      "--map name= --map lastName=2 --map firstName=3, or the other way round, or --ignore 3",
    );
    for (const option of [
      ["--map", "name=Name"],
      ["--ignore", "Name"],
    ]) {
      expect(await script.refused(["people", "import", "people.csv", ...option])).toMatchObject({
        code: "INVALID_INPUT",
        message: "There are 2 columns Name. Name the one you mean by its number: 2, 3.",
      });
    }
    const answer = ["--map", "name=", "--map", "lastName=2", "--map", "firstName=3"];
    await script.done(["people", "import", "people.csv", ...answer]);
    const { users } = await script.done<{ users: { name: string }[] }>(["people", "list"]);
    expect(users.map(({ name }) => name)).toEqual(["Anna Berg"]);
  });

  it("says which encoding was guessed, in text and JSON, and takes another one", async () => {
    const { script } = await setUp(folder.dir);
    write("people.csv", encoded("Login;Name\njiri;Jiří Dvořák\nlukas;Łukasz Wąsik\n", "windows-1250"));
    expect(await shown(script)).toContain(
      "Read as Windows-1250 (Central European). If letters look wrong, choose another: --encoding.",
    );
    expect(await script.done(["people", "import", "people.csv", "--dry-run"])).toMatchObject({
      encoding: "windows-1250",
    });
    const other = ["people", "import", "people.csv", "--dry-run", "--encoding", "windows-1252"];
    expect(await script.done(other)).toMatchObject({ encoding: "windows-1252" });
    write("people.csv", "Login;Name\njiri;Jiří Dvořák\n");
    expect(await shown(script)).not.toContain("--encoding");
  });

  it("offers answers that a shell takes literally, whatever the table says", async () => {
    const { script } = await setUp(folder.dir);
    const word = "'; touch owned; echo '";
    write("people.csv", `Login;Status\nbela;active\ncleo;disabled\nanna;"${word}"\n`);
    const line =
      /^ *(?<answer>--status .*) \(or disabled, left\)$/mu.exec(await shown(script))?.groups?.["answer"] ?? "";
    const printed = execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { cwd: folder.dir, encoding: "utf8" });
    expect(printed).toBe(`--status\n${word}=active\n`);
    expect(fs.existsSync(join(folder.dir, "owned"))).toBe(false);
  });
});
