import fs from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { main } from "../../../src/cli/main.ts";
import { inEnglish, say, speak } from "../../../src/shared/texts/say.ts";
import { text as textOf } from "../../../src/shared/texts/text.ts";
import { bypasses } from "../../support/pseudo-terminal.ts";
import { pseudo } from "../../support/pseudo.ts";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, runHere, type Secrets, type SetUp, setUp } from "./support.ts";

const folder = newFolder();
let desk: SetUp;

beforeAll(async () => {
  desk = await setUp(folder.dir);
});
beforeEach(() => {
  found = [];
});
afterEach(() => speak(inEnglish));
afterAll(() => folder.remove());

/** Whose versions doctor prints. */
const programs = ["node", "openssl", "sqlite", "linux"];

/** Names that this test gave, the template that there always is, and values of policies. */
const names = [
  "dana",
  "alice",
  "berg",
  "colour",
  "x",
  "Alice",
  "Berg",
  "Staff",
  "Example",
  "Ltd",
  "Standard",
  "en",
  "recovery",
  "key",
  "own",
  "passphrase",
  ...programs,
];

/** Words past the catalogue, after the command that said them. */
let found: string[];

/** Runs a command in the pseudo-locale and looks for words that did not come out of the catalogue. */
async function look(args: readonly string[], secrets?: Secrets | string): Promise<string> {
  speak(pseudo);
  const stdin = typeof secrets === "string" ? secrets : JSON.stringify(secrets ?? {});
  const { stdout, stderr } = await runHere([...args, "--data", desk.script.dataDir], folder.dir, { stdin });
  const printed = `${stdout}\n${stderr}`;
  if (!printed.includes("⟦")) found.push(`${args.join(" ")}: nothing`);
  found.push(...bypasses(printed, names).map((word) => `${args.join(" ")}: ${word}`));
  return printed;
}

const uuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/u;

describe.skipIf(toolsMissing("oathtool"))("in the pseudo-locale, the terminal has no other words", () => {
  it("about people, groups and authenticators", async () => {
    await look(["whoami"]);
    await look(["people", "list"]);
    await look(["people", "add", "--username", "alice", "--name", "Alice Berg", "--notes", "Alice"]);
    await look(["people", "list"]);
    await look(["people", "show", "alice"]);
    await look(["people", "show", "nobody"]);
    await look(["people", "edit", "alice"]);
    await look(["people", "status", "alice", "left"]);
    await look(["people", "enable", "alice"]);
    await look(["people", "imports"]);
    await look(["groups", "list"]);
    await look(["groups", "add", "Staff"]);
    await look(["groups", "list"]);
    await look(["groups", "edit", "Staff"]);
    await look(["groups", "delete", "Nobody"]);
    await look(["enrol", "alice"]);
    const pending = await look(["enrol", "begin", "alice", "--label", "Alice"]);
    await look(["authenticators", "list"]);
    await look(["enrol", "cancel", uuid.exec(pending)?.[0] ?? ""]);
    await look(["enrol", "bulk"]);
    await look(["verify", "alice"], { code: "123456" });
    await look(["verify", "alice", "--test"], { code: "123456" });
    await look(["verify", "alice"], { code: "123456", backupCode: "x" });
    await look(["verify", "alice"]);
    await look(["verify", "alice"], "not JSON");
    await look(["groups", "delete", "Staff"]);
    expect(found).toEqual([]);
  });

  it("about hardware tokens, letters and policies", async () => {
    await look(["hardware", "list"]);
    await look(["hardware", "add", "GA-1001"], { seed: "3132333435363738393031323334353637383930" });
    await look(["hardware", "list"]);
    await look(["hardware", "lost", "GA-2"]);
    await look(["hardware", "lost", "GA-1001"]);
    await look(["letters", "list"]);
    await look(["letters", "templates", "list"]);
    await look(["letters", "templates", "delete", "Nobody"]);
    await look(["letters", "reprint", "7K3Q-M9XH", "--pdf", "new.pdf"]);
    await look(["policies", "set", "letterDays", "21"]);
    await look(["policies", "set", "letterDays", "7"]);
    await look(["policies", "get"]);
    expect(found).toEqual([]);
  });

  it("about tables of people and their letters", async () => {
    const table =
      "username,name,email,groups,colour\nberg,Alice Berg,berg@example.org,Staff,\n,Alice,x,,Ltd\nalice,Berg,,,\n";
    fs.writeFileSync(join(folder.dir, "people.csv"), table);
    await look(["people", "import", "people.csv", "--dry-run"]);
    await look(["people", "import", "people.csv"]);
    await look(["people", "import", "people.csv", "--map", "name=absent"]);
    await look(["people", "import", "people.csv", "--map", "username="]);
    const imported = await look(["people", "import", "people.csv", "--skip-bad-rows"]);
    await look(["people", "imports"]);
    await look(["enrol", "bulk", "--all", "--dry-run"]);
    await look(["enrol", "bulk", "--all"]);
    await look(["enrol", "bulk", "--group", "Staff", "--pdf", "letters.pdf"]);
    await look(["enrol", "bulk", "--group", "Staff", "--pdf", "again.pdf"]);
    await look(["letters", "list"]);
    await look(["people", "export", "all.csv"]);
    await look(["people", "undo", uuid.exec(imported)?.[0] ?? ""]);
    expect(found).toEqual([]);
  });

  it("about administrators and keys", async () => {
    const code = () => ({ freshCode: desk.ownerCodes.pop() ?? "" });
    await look(["account", "show"]);
    await look(["admins", "list"]);
    await look(["admins", "unlock", "nobody"]);
    await look(["step-up", "vault"]);
    await look(["step-up", "vault"], code());
    await look(["vault", "status"]);
    await look(["vault", "new-recovery-key"]);
    await look(["vault", "shares", "--total", "3", "--needed", "2"]);
    await look(["vault", "check", "recovery-key"], { recoveryKey: desk.recoveryKey });
    await look(["vault", "remove", "Nobody"]);
    await look(["approvals", "list"]);
    await look(["audit", "list"]);
    await look(["audit", "verify"]);
    await look(["clock", "accept"]);
    await look(["doctor"]);
    expect(found).toEqual([]);
  });

  it("about backups", async () => {
    const code = () => ({ freshCode: desk.ownerCodes.pop() ?? "" });
    for (const command of ["list", "health", "plan", "runs", "prune", "restored"]) await look(["backup", command]);
    await look(["backup", "plan", "--keep", "daily=x"]);
    await look(["backup", "plan", "--every", "day", "--keep", "daily=7"]);
    await look(["backup", "recipients", "list"]);
    await look(["backup", "recipients", "make", "Staff"], { ...code(), recoveryKey: desk.recoveryKey });
    await look(["backup", "recipients", "list"]);
    await look(["backup", "recipients", "remove", "Nobody"]);
    await look(["backup", "locations", "list"]);
    await look(["backup", "locations", "check", "Nobody"]);
    await look(["backup", "locations", "browse", "--endpoint", "https://localhost"]);
    await look(["backup", "verify", "absent.age"], { passphrase: "p" });
    await look(["backup", "create", "staff.age"], {
      passphrase: "an orchard behind the mill",
      ...code(),
      recoveryKey: desk.recoveryKey,
    });
    await look(["backup", "preview", "staff.age"], { passphrase: "an orchard behind the mill" });
    await look(["backup", "verify", "staff.age"], { passphrase: "another orchard" });
    await look(["backup", "acknowledge", "x"]);
    await look(["backup", "settle", "revocations"]);
    expect(found).toEqual([]);
  });

  it("when it asks on the terminal, and before anybody has signed in", async () => {
    speak(pseudo);
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const written = Promise.all([text(stdout), text(stderr)]);
    const io = {
      stdin: Object.assign(stdin, { isTTY: true }),
      stdout,
      stderr: Object.assign(stderr, { isTTY: true }),
      cwd: folder.dir,
      signal: new AbortController().signal,
    };
    const prompt = say(textOf("cli.confirm", { word: "delete" }));
    let shown = "";
    stderr.on("data", (chunk: Buffer) => {
      const before = shown;
      shown += stripVTControlCharacters(String(chunk));
      if (shown.includes(prompt) && !before.includes(prompt)) stdin.write("delete\r");
    });
    const args = ["people", "delete", "alice", "--data", desk.script.dataDir];
    expect(await main(args, io, { workerUrl: new URL("file:///nowhere/worker.js") })).toBe(0);
    stdout.end();
    stderr.end();
    const dialogue = stripVTControlCharacters((await written).join("\n"));
    // The prompt is drawn again with each letter that is typed.
    found.push(...bypasses(dialogue, names).filter((word) => !"delete".startsWith(word.replace(/[?✔]$/u, ""))));

    await look(["sign-out"]);
    await look(["people", "list"]);
    await look(["sign-in", "--as", "dana"], { password: "x", code: "000000" });
    await look(["sign-in", "--as", "dana"]);
    await look(["recover", "--as", "dana"], { password: "x" });
    await look(["setup", "resume"], { password: "x" });
    expect(found).toEqual([]);
  });
});
