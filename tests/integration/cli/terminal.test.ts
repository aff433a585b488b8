import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireTool, toolsMissing } from "../../support/tools.ts";
import { Authenticator, newFolder, ownerPassword, setUp, wrongCode } from "./support.ts";
import { ctrlC, ctrlD, openTerminal } from "./terminal.ts";

const timeout = 60_000;

let folder: ReturnType<typeof newFolder>;
const data = () => ["--data", join(folder.dir, "data")];
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

const qrStart = "\u001B[38;5;16;48;5;231m";

/** What another program reads from the QR that stands on the screen: two modules, one above the other, in a cell. */
function scan(raw: string): string {
  const lines = raw
    .split(/\r?\n/u)
    .filter((line) => line.startsWith(qrStart))
    .map((line) => line.slice(qrStart.length, line.indexOf("\u001B[0m")));
  const scale = 4;
  const wide = (line: string, dark: string) =>
    Array.from(line, (cell) => (dark.includes(cell) ? "1" : "0").repeat(scale)).join("");
  const rows = lines.flatMap((line) => [wide(line, "▀█"), wide(line, "▄█")]);
  const pixels = rows.flatMap((row) => Array.from({ length: scale }, () => row));
  const file = join(folder.dir, "screen.pbm");
  fs.writeFileSync(file, `P1\n${pixels[0]?.length ?? 0} ${pixels.length}\n${pixels.join("\n")}\n`);
  const args = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file];
  return execFileSync(requireTool("zbarimg"), args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

describe.skipIf(toolsMissing("oathtool", "zbarimg"))("a person at a terminal", () => {
  it("sets the console up, with secrets that are never shown", { timeout }, async () => {
    const begin = openTerminal(
      ["setup", "begin", "--organisation", "Example Ltd", "--owner", "dana", ...data()],
      folder.dir,
    );
    await begin.waitFor("keychain cannot be used");
    await begin.waitFor("Choose the owner's password");
    begin.enter("short");
    await begin.waitFor("Use at least 8 characters.");
    await begin.waitFor("Choose the owner's password");
    begin.enter("password1");
    await begin.waitFor("commonly used");
    await begin.waitFor("Choose the owner's password");
    begin.enter(ownerPassword);
    await begin.waitFor("The same again");
    begin.enter("something else");
    await begin.waitFor("The two do not match.");
    await begin.waitFor("The same again");
    begin.enter(ownerPassword);
    await begin.waitFor("Choose a passphrase");
    begin.enter("");
    await begin.waitFor("Recovery key");
    expect(await begin.ended).toBe(0);
    for (const typed of ["short", "password1", "something else", ownerPassword]) {
      expect(begin.screen).not.toContain(typed);
    }

    const owner = new Authenticator(scan(begin.raw));
    const confirm = openTerminal(["setup", "confirm", ...data()], folder.dir);
    await confirm.waitFor("The owner's password");
    confirm.enter(ownerPassword);
    await confirm.waitFor("Code from the authenticator app");
    const code = owner.next();
    confirm.enter(code);
    await confirm.waitFor("dana is signed in");
    expect(await confirm.ended).toBe(0);
    expect(confirm.screen).not.toContain(ownerPassword);
    expect(confirm.screen).not.toContain(code);
    expect(confirm.screen.match(/^ {2}(?:[0-9A-Z]{5}-){2}[0-9A-Z]{5}$/gmu)).toHaveLength(10);
  });

  it("signs in with a separate passphrase where there is no keychain", { timeout }, async () => {
    const passphrase = "open all the drawers";
    const { script, ownerCodes } = await setUp(folder.dir, { passphrase });
    await script.done(["sign-out"]);
    const signIn = openTerminal(["sign-in", "--as", "dana", ...data()], folder.dir);
    await signIn.waitFor("keychain cannot be used");
    await signIn.waitFor("Password");
    signIn.enter(ownerPassword);
    await signIn.waitFor("Code from the authenticator app, or a backup code");
    signIn.enter(ownerCodes[0] ?? "");
    await signIn.waitFor("Use the passphrase.");
    await signIn.waitFor("Passphrase");
    signIn.enter(passphrase);
    await signIn.waitFor("9 backup codes left.");
    expect(await signIn.ended).toBe(0);
    for (const secret of [ownerPassword, passphrase, ownerCodes[0] ?? ""]) expect(signIn.screen).not.toContain(secret);
    expect(await script.done(["whoami"])).toMatchObject({ name: "dana" });
  });

  it("enrols someone in one go, from the QR code on the screen", { timeout }, async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "alice"]);
    const enrol = openTerminal(["enrol", "alice", "--label", "phone", ...data()], folder.dir);
    await enrol.waitFor("Code from the new authenticator");
    const phone = new Authenticator(scan(enrol.raw));
    enrol.enter("12345");
    await enrol.waitFor("A code has 6 or 8 digits.");
    await enrol.waitFor("Code from the new authenticator");
    enrol.enter(wrongCode(phone));
    await enrol.waitFor("does not belong to the new authenticator");
    await enrol.waitFor("Code from the new authenticator");
    enrol.enter(phone.next());
    await enrol.waitFor("Backup codes, for one use each.");
    expect(await enrol.ended).toBe(0);
    expect(enrol.screen.match(/^ {2}[0-9A-Z]{5}-[0-9A-Z]{5}$/gmu)).toHaveLength(10);

    const verify = openTerminal(["verify", "alice", ...data()], folder.dir);
    await verify.waitFor("The person's code, or a backup code");
    verify.enter(phone.next());
    await verify.waitFor("Accepted.");
    expect(await verify.ended).toBe(0);
  });

  it.each([
    ["Ctrl+C", ctrlC],
    ["Ctrl+D", ctrlD],
  ])("leaves an enrolment with %s, and nothing is left of it", { timeout }, async (_name, key) => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "alice"]);
    const enrol = openTerminal(["enrol", "alice", ...data()], folder.dir);
    await enrol.waitFor("Code from the new authenticator");
    enrol.press(key);
    await enrol.waitFor("Cancelled.");
    expect(await enrol.ended).toBe(3);
    expect(enrol.screen).not.toContain("Warning");
    expect(await script.done(["people", "show", "alice"])).toMatchObject({ enrolment: "none", tokens: [] });
  });

  it("gets the result alone on stdout, with the dialogue beside it", { timeout }, async () => {
    const { script, owner } = await setUp(folder.dir);
    await script.done(["sign-out"]);
    const signIn = openTerminal(["sign-in", "--as", "dana", "--json", ...data()], folder.dir, "> result.json");
    await signIn.waitFor("Password");
    signIn.enter(ownerPassword);
    await signIn.waitFor("or a backup code");
    signIn.enter(owner.next());
    expect(await signIn.ended).toBe(0);
    const result = fs.readFileSync(join(folder.dir, "result.json"), "utf8");
    expect(JSON.parse(result)).toMatchObject({ ok: true, data: { session: { name: "dana" } } });
    expect(result.split("\n")).toHaveLength(2);
  });

  it("sees a backup's progress and stops it; nothing is left", { timeout }, async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    const create = openTerminal(["backup", "create", "b.age", ...data()], folder.dir);
    await create.waitFor("has everybody's authenticator keys. This needs a fresh code and a second signature.");
    await create.waitFor("Choose the backup's passphrase");
    create.enter("a passphrase for backups 9");
    await create.waitFor("The same again");
    create.enter("a passphrase for backups 9");
    await create.waitFor("Fresh code");
    create.enter(ownerCodes[0] ?? "");
    await create.waitFor("Recovery key");
    create.enter(recoveryKey);
    await create.waitFor("snapshot");
    create.press(ctrlC);
    await create.waitFor("Cancelled.");
    expect(await create.ended).toBe(3);
    expect(fs.readdirSync(folder.dir)).toEqual(["data"]);
    expect(await script.done(["whoami"])).toMatchObject({ name: "dana" });
  });

  it("types a word before a database is replaced", { timeout }, async () => {
    const { ownerCodes } = await setUp(folder.dir);
    const restore = openTerminal(["backup", "restore", "absent.age", ...data()], folder.dir);
    await restore.waitFor("This replaces the database in");
    await restore.waitFor("Type restore to continue");
    restore.enter("yes");
    await restore.waitFor("or press Ctrl+C to change nothing");
    restore.press(ctrlC);
    expect(await restore.ended).toBe(3);
    const certain = openTerminal(["backup", "restore", "absent.age", "--yes", ...data()], folder.dir);
    await certain.waitFor("The backup's passphrase");
    certain.enter("anything");
    await certain.waitFor("Fresh code");
    certain.enter(ownerCodes[0] ?? "");
    await certain.waitFor("The file does not exist.");
    expect(await certain.ended).toBe(3);
  });
});
