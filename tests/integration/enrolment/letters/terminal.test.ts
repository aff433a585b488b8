import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Letter, LetterReport } from "#shared/contract/letters.ts";
import { codesOf, pagesOf } from "../../../support/letters.ts";
import { toolsMissing } from "../../../support/tools.ts";
import { Authenticator, newFolder, runHere, setUp } from "../../cli/support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

const at = (name: string): string => join(folder.dir, name);

async function withPeople() {
  const { script } = await setUp(folder.dir);
  await script.done(["groups", "add", "Nights"]);
  for (const name of ["alice", "bob"]) await script.done(["people", "add", "--username", name, "--group", "Nights"]);
  await script.done(["people", "add", "--username=carol"]);
  return script;
}

describe.skipIf(toolsMissing("oathtool", "pdftotext", "zbarimg"))("letters from a script", () => {
  it("are made for a group, and activate; lost ones are replaced or voided", async () => {
    const script = await withPeople();
    const plan = await script.done<LetterReport>(["enrol", "bulk", "--group=nights", "--dry-run"]);
    expect(plan.sums).toEqual({ total: 2, done: 2, unchanged: 0, refused: 0 });
    expect(existsSync(at("letters"))).toBe(false);

    const made = await script.done<LetterReport>(["enrol", "bulk", "--group=Nights", "--letters", "letters"]);
    expect(made).toMatchObject({ pages: 2, path: at("letters"), sums: { total: 2, done: 2 } });
    expect(statSync(at("letters")).mode & 0o777).toBe(0o700);
    const files = readdirSync(at("letters")).toSorted();
    expect(files.map((file) => file.split("-")[0])).toEqual(["alice", "bob"]);
    const secrets = files.map((file) => {
      const [uri = ""] = codesOf(join(at("letters"), file));
      return new URL(uri).searchParams.get("secret") ?? uri;
    });

    const { letters } = await script.done<{ letters: Letter[] }>(["letters", "list", "--state=waiting"]);
    const [alice, bob] = ["alice", "bob"].map((name) => letters.find(({ username }) => username === name));
    if (!alice?.tokenId || !bob) throw new Error("no letters");
    const [uri = ""] = codesOf(join(at("letters"), files[0] ?? ""));
    await script.done(["enrol", "confirm", alice.tokenId], { code: new Authenticator(uri).next() });
    expect(await script.done(["letters", "list", "--person=alice"])).toMatchObject({ letters: [{ state: "used" }] });

    const typed = bob.serial.toLowerCase().replace("-", "");
    const again = await script.done<LetterReport>(["letters", "reprint", typed, "--pdf", "again.pdf"]);
    expect(again).toMatchObject({ pages: 1, path: at("again.pdf") });
    expect(pagesOf(at("again.pdf"))[0]).toContain(again.rows[0]?.serial);
    secrets.push(new URL(codesOf(at("again.pdf"))[0] ?? "").searchParams.get("secret") ?? "");
    const newest = again.rows[0]?.serial ?? "";
    expect(await script.done(["letters", "void", newest])).toEqual({ voided: 1 });
    expect((await script.refused(["letters", "void", "0000-0000"])).code).toBe("NOT_FOUND");
    for (const secret of secrets) {
      expect(secret).toMatch(/^[A-Z2-7]{32}$/u);
      expect(script.printed).not.toContain(secret);
    }
  });

  it("are made for exactly the people whom an import has added, by the command that the import prints", async () => {
    const script = await withPeople();
    writeFileSync(at("people.csv"), "username,name\r\nalice,Alice A\r\ndave,Dave D\r\neve,Eve E\r\n");
    const { importId } = await script.done<{ importId: string }>(["people", "import", "people.csv"]);
    const made = await script.done<LetterReport>(["enrol", "bulk", "--added-by", importId, "--pdf=new.pdf"]);
    expect(made.rows.map(({ username }) => username).toSorted()).toEqual(["dave", "eve"]);
    expect(pagesOf(at("new.pdf"))).toHaveLength(2);
    const twice = await script.done<LetterReport>(["enrol", "bulk", "--added-by", importId, "--pdf=twice.pdf"]);
    expect(twice).toMatchObject({ pages: 0, voidedLetters: 0, sums: { unchanged: 2 } });
    expect((await script.refused(["enrol", "bulk", "--all", "--added-by", importId, "--pdf=x.pdf"])).code).toBe(
      "INVALID_INPUT",
    );
  });

  it("never replace a file, and leave none when there is nothing to print", async () => {
    const script = await withPeople();
    writeFileSync(at("mine.pdf"), "mine");
    const everybody = ["enrol", "bulk", "--all"];
    expect((await script.refused([...everybody, "--pdf=mine.pdf"])).code).toBe("FILE_EXISTS");
    expect(readFileSync(at("mine.pdf"), "utf8")).toBe("mine");
    await script.done([...everybody, "--pdf=all.pdf"]);
    await script.done(["enrol", "bulk", "--search=nobody-has-this", "--pdf=none.pdf"]);
    expect(existsSync(at("none.pdf"))).toBe(false);
    mkdirSync(at("folder.pdf"));
    expect((await script.refused([...everybody, "--pdf=folder.pdf"])).code).toBe("FILE_EXISTS");
    expect(readdirSync(folder.dir).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it.each([
    ["nobody", ["--pdf=a.pdf"]],
    ["everybody and a group", ["--all", "--group=Nights", "--pdf=a.pdf"]],
    ["no place", ["--all"]],
    ["two places", ["--all", "--pdf=a.pdf", "--letters=b"]],
  ])("are refused for %s", async (_what, options) => {
    const script = await withPeople();
    expect(await script.refused(["enrol", "bulk", ...options])).toMatchObject({ exitCode: 2, code: "INVALID_INPUT" });
  });

  it("say for people what was done, and who got none", async () => {
    const script = await withPeople();
    await script.done(["people", "disable", "bob"]);
    const run = ["enrol", "bulk", "--all", "--pdf=all.pdf", "--data", script.dataDir];
    const { exitCode, stdout } = await runHere(run, folder.dir);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("2 letters written to");
    expect(stdout).toContain("3 people: 2 letters, 0 unchanged, 1 refused.");
    expect(stdout).toMatch(/bob\s+refused\s+Is disabled/u);
  });
});

describe("templates from a script", () => {
  it("are saved from a file, shown and deleted", async () => {
    const { script } = await setUp(folder.dir);
    writeFileSync(at("t.json"), JSON.stringify({ name: "Deutsch", language: "de", closing: "Fragen? Zimmer 7." }));
    await script.done(["letters", "templates", "save", "t.json"]);
    await script.done(["letters", "templates", "save", "t.json"]);
    const { templates } = await script.done<{ templates: { name: string }[] }>(["letters", "templates", "list"]);
    expect(templates.map(({ name }) => name)).toEqual(["Deutsch", "Standard"]);
    const shown = await runHere(["letters", "templates", "preview", "deutsch", "--data", script.dataDir], folder.dir);
    expect(shown.stdout).toContain("Fragen? Zimmer 7.");
    await script.done(["letters", "templates", "delete", "Standard"]);
    expect((await script.refused(["letters", "templates", "delete", "Deutsch"])).code).toBe("CONFLICT");
    writeFileSync(at("bad.json"), "[1]");
    expect((await script.refused(["letters", "templates", "save", "bad.json"])).code).toBe("INVALID_INPUT");
    writeFileSync(at("odd.json"), JSON.stringify({ name: "A", colour: "red" }));
    expect((await script.refused(["letters", "templates", "save", "odd.json"])).code).toBe("INVALID_INPUT");
  });
});
