import fs from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { toolsMissing } from "../../support/tools.ts";
import { Authenticator, newFolder, setUp } from "./support.ts";

const corpus = path.join(import.meta.dirname, "../../corpus/seeds");

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

interface Report {
  format: string;
  sums: Record<string, number>;
  entries: { verdict: string; account: string; owner?: string; reason?: string; notKept?: string[] }[];
  importId: string | null;
}

const uri = "otpauth://totp/Example:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example";

describe.skipIf(toolsMissing("oathtool"))("exchange at the terminal", () => {
  it("imports an encrypted vault with its password, tells each entry, and ends with 1 since one is refused", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "ada"]);
    const file = path.join(corpus, "aegis/encrypted.json");
    expect(await script.refused(["import", file, "--dry-run"])).toMatchObject({ code: "FORMAT_PASSPHRASE_REQUIRED" });
    expect(await script.refused(["import", file, "--dry-run"], { passphrase: "wrong" })).toMatchObject({
      code: "FORMAT_PASSPHRASE_WRONG",
    });
    const { exitCode, data } = await script.run<Report>(["import", file, "--dry-run"], { passphrase: "correct horse" });
    expect(exitCode).toBe(1);
    expect(data).toMatchObject({
      format: "aegis",
      sums: { entries: 5, create: 1, leftOut: 2, refused: 2 },
      entries: [
        { at: 1, verdict: "create", type: "totp", issuer: "Example VPN", account: "ada", owner: "ada" },
        { at: 2, verdict: "leftOut", reason: "Nobody in the directory is its owner." },
        { at: 3, verdict: "leftOut", type: "hotp" },
        { at: 4, verdict: "refused", type: "steam" },
        { at: 5, verdict: "refused" },
      ],
    });
    expect(script.printed).not.toContain("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  });

  it("shows the columns of a table without a key, and reads it as somebody says what none of them says", async () => {
    const { script } = await setUp(folder.dir);
    const key = "3132333435363738393031323334353637383930";
    fs.writeFileSync(path.join(folder.dir, "tokens.csv"), `10001,${key}\n10002,${key.replace("31", "41")}\n`);
    expect(await script.done(["import", "tokens.csv", "--columns"])).toMatchObject({
      table: { headerRow: null, mapping: { serial: 0, secret: 1 }, keys: "hex" },
    });
    expect(script.printed).not.toContain(key.slice(0, 12));
    const bare = await script.run<Report>(["import", "tokens.csv", "--dry-run"]);
    expect(bare).toMatchObject({ exitCode: 1, data: { format: "table", sums: { entries: 2, refused: 2 } } });
    const said = ["--unsaid", "type=hotp", "--unsaid", "counter=0", "--unsaid", "digits=8"];
    expect(await script.done(["import", "tokens.csv", "--dry-run", ...said])).toMatchObject({
      sums: { create: 2, inventory: 2 },
      entries: [{ type: "hotp", counter: 0, digits: 8, serial: "10001" }, { serial: "10002" }],
    });
    expect(
      await script.done(["import", "tokens.csv", "--dry-run", "--map", "serial=1", "--map", "secret=2"]),
    ).toMatchObject({
      entries: [{ type: "totp", period: 30 }, { type: "totp" }],
    });
    expect(await script.refused(["import", "tokens.csv", "--unsaid", "type=steam"])).toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it("reads a table as it was remembered for its headings, under a name", async () => {
    const { script } = await setUp(folder.dir);
    const key = "3132333435363738393031323334353637383930";
    fs.writeFileSync(path.join(folder.dir, "tokens.csv"), `Nr,Wert\n10001,${key}\n`);
    const raw = new Database(storeFile(script.dataDir));
    const kept = { of: "seeds", headers: { serial: "Nr", secret: "Wert" }, unsaid: { type: "hotp", counter: 0 } };
    raw.prepare("INSERT INTO import_presets VALUES (?, ?)").run("Maker", JSON.stringify(kept));
    raw.close();
    expect(await script.done(["imports", "presets"])).toMatchObject({ presets: [{ name: "Maker" }] });
    expect(await script.done(["import", "tokens.csv", "--dry-run", "--preset", "Maker"])).toMatchObject({
      entries: [{ type: "hotp", counter: 0, serial: "10001" }],
    });
    expect(
      await script.done(["import", "tokens.csv", "--dry-run", "--preset", "Maker", "--unsaid", "counter=7"]),
    ).toMatchObject({ entries: [{ type: "hotp", counter: 7 }] });
    expect(await script.refused(["import", "tokens.csv", "--preset", "Nobody"])).toMatchObject({ code: "NOT_FOUND" });
  });

  it("imports, checks a code, exports what it imported, and undoes nothing that was used", async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "anna"]);
    fs.writeFileSync(path.join(folder.dir, "list.txt"), `${uri}\n`);
    const imported = await script.done<Report>(["import", "list.txt"]);
    expect(imported).toMatchObject({ format: "otpauth", sums: { create: 1 }, entries: [{ owner: "anna" }] });
    expect(await script.done(["imports", "list"])).toMatchObject({
      imports: [{ state: "undoable", format: "otpauth" }],
    });
    const code = new Authenticator(uri).codeOf(Math.floor(Date.now() / 30_000));
    expect(await script.done(["verify", "anna"], { code })).toMatchObject({ result: "accepted" });
    expect(await script.refused(["imports", "undo", imported.importId ?? ""])).toMatchObject({ code: "UNDO_REFUSED" });

    const proof = { freshCode: ownerCodes[0] ?? "", recoveryKey };
    const checked = await script.run(["export", "entra", "--preflight"]);
    expect(checked).toMatchObject({ exitCode: 1, data: { sums: { go: 0, leftOut: 1 } } });
    const exported = await script.done(["export", "otpauth", "--out", "keys.txt"], proof);
    expect(exported).toMatchObject({ sums: { go: 1, leftOut: 0 }, files: [{ name: "keys.txt" }] });
    const written = path.join(folder.dir, "keys.txt");
    expect(fs.statSync(written).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(written, "utf8")).toContain("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  });

  it("undoes an import, and says which formats there are", async () => {
    const { script } = await setUp(folder.dir);
    fs.writeFileSync(path.join(folder.dir, "list.txt"), `${uri}\n`);
    const { importId } = await script.done<Report>(["import", "list.txt", "--create-people"]);
    expect(await script.done(["people", "list"])).toMatchObject({ users: [{ username: "anna" }] });
    expect(await script.done(["imports", "undo", importId ?? ""])).toMatchObject({ state: "undone" });
    expect(await script.done(["people", "list"])).toMatchObject({ users: [] });
    const { formats } = await script.done<{ formats: { id: string }[] }>(["formats"]);
    expect(formats.map(({ id }) => id)).toEqual(expect.arrayContaining(["aegis", "otpauth", "pskc"]));
    expect(await script.refused(["import", "list.txt", "--format", "nothing"])).toMatchObject({
      code: "FORMAT_UNKNOWN",
    });
    expect(await script.refused(["export", "otpauth"])).toMatchObject({ code: "INVALID_INPUT" });
  });

  it("gives an entry to whom somebody names, and leaves out what somebody does not want", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "bela"]);
    fs.writeFileSync(path.join(folder.dir, "list.txt"), `${uri}\n${uri}&digits=8\n`);
    const report = await script.done<Report>(["import", "list.txt", "--assign", "1=bela", "--leave-out", "2"]);
    expect(report.entries).toMatchObject([{ verdict: "create", owner: "bela" }, { verdict: "leftOut" }]);
  });

  it("remembers a system, hands it what is new, and lists what to remove there by hand", async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    fs.writeFileSync(path.join(folder.dir, "list.txt"), `${uri}\n`);
    await script.done(["import", "list.txt", "--create-people"]);
    await script.done(["targets", "add", "VPN", "--format", "otpauth"]);
    const proof = { freshCode: ownerCodes[0] ?? "", recoveryKey };
    const first = await script.done(["targets", "export", "vpn", "--out", "one.txt"], proof);
    expect(first).toMatchObject({ sums: { go: 1 }, target: { handed: 1 } });
    expect(fs.readFileSync(path.join(folder.dir, "one.txt"), "utf8").trim().split("\n")).toHaveLength(1);
    const shown = await script.done<{ codes: { code: string; from: number }[] }>(["targets", "check", "VPN", "anna"], {
      recoveryKey,
    });
    expect(shown).toMatchObject({ username: "anna", target: { name: "VPN" } });
    const [now] = shown.codes;
    expect(now?.code).toBe(new Authenticator(uri).codeOf((now?.from ?? 0) / 30_000));
    expect(await script.refused(["targets", "proved", "VPN", "anna"])).toMatchObject({ code: "INVALID_INPUT" });
    const told = ["targets", "proved", "VPN", "anna", "--accepted", "--note", "from here"];
    expect(await script.done(told)).toMatchObject({ result: "accepted", note: "from here" });
    expect(await script.done(["targets", "list"])).toMatchObject({ targets: [{ proven: 1 }] });
    const second = await script.done(["targets", "export", "VPN", "--out", "two.txt"], { recoveryKey });
    expect(second).toMatchObject({ to: null, sums: { go: 0 } });
    expect(fs.existsSync(path.join(folder.dir, "two.txt"))).toBe(false);
    await script.done(["people", "status", "anna", "disabled"]);
    expect(await script.done(["targets", "show", "VPN"])).toMatchObject({ lingering: [{ username: "anna" }] });
    expect(await script.done(["targets", "settle", "VPN"])).toEqual({ settled: 1 });
    await script.done(["groups", "add", "Remote"]);
    const changed = await script.done(["targets", "change", "VPN", "--name", "Gateway", "--group", "Remote"]);
    expect(changed).toMatchObject({ name: "Gateway", group: { name: "Remote" } });
    expect(await script.done(["targets", "change", "Gateway", "--everybody"])).toMatchObject({ group: null });
    expect(await script.refused(["targets", "change", "Gateway", "--set", "realm=x"])).toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await script.refused(["targets", "change", "Gateway", "--everybody", "--group", "Remote"])).toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await script.refused(["targets", "change", "VPN", "--name", "X"])).toMatchObject({ code: "NOT_FOUND" });
    await script.done(["targets", "remove", "Gateway"]);
    expect(await script.done(["targets", "list"])).toEqual({ targets: [] });
  });
});
