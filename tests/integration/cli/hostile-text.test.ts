import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { harmlessJson } from "#shared/model/deceiving.ts";
import { toolsMissing } from "../../support/tools.ts";
import { plantEverywhere } from "./plant.ts";
import { newFolder, runHere, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

/** Wipes the screen, sets a title, writes the clipboard, forges a line, hides and turns text: in C0, C1, DEL and Unicode. */
const hostile =
  "a\u001B[2J\u001B]0;owned\u0007\u001B]52;c;ZXZpbA==\u001B\\\u009B31m\u009D0;x\u009C\r\nOK: forged\u0008\u007F\u202Egnp\u2066\u200B\u{E0041}z";

const raw = /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069\u200B\u{E0041}]/u;

const lists = [
  ["people", "list"],
  ["people", "show", "alice"],
  ["people", "imports"],
  ["groups", "list"],
  ["authenticators", "list", "--person", "alice"],
  ["letters", "templates", "list"],
  ["letters", "list"],
  ["admins", "list"],
  ["vault", "status"],
  ["audit", "list"],
  ["backup", "locations", "list"],
  ["backup", "restored"],
  ["backup", "recipients", "list"],
  ["backup", "list"],
  ["backup", "runs"],
  ["backup", "health"],
  ["backup", "plan"],
  ["approvals", "list"],
  ["hardware", "list"],
  ["account", "show"],
  ["policies", "get"],
  ["verify", "alice", "--test"],
  ["people", "export", `${hostile}.csv`],
  ["whoami"],
  ["doctor"],
];

/** What cannot be done, with hostile text in what was typed or in what was read. */
const refusals = [
  [hostile],
  ["people", "show", hostile],
  ["people", "list", "--group", hostile],
  ["enrol", "begin", hostile],
  ["letters", "reprint", hostile, "--pdf", "x.pdf"],
  ["backup", "verify", hostile],
  ["backup", "locations", "check", hostile],
  ["people", "import", join("hostile", "table.csv"), "--map", `name=${hostile}`],
];

async function prepared() {
  const { script } = await setUp(folder.dir);
  await script.done(["groups", "add", "Nights"]);
  await script.done(["people", "add", "--username", "alice", "--group", "Nights"]);
  await script.done(["hardware", "add", "A1", "--model", "Card"], {
    seed: "3132333435363738393031323334353637383930",
  });
  await script.done(["enrol", "bulk", "--all", "--pdf", "letters.pdf"]);
  mkdirSync(join(folder.dir, "hostile"));
  writeFileSync(join(folder.dir, "hostile", "table.csv"), `username,"${hostile}"\n"b${hostile}",x\n`);
  const planted = plantEverywhere(script.dataDir, hostile);
  const run = (args: readonly string[]) => runHere(args, folder.dir, { stdin: JSON.stringify({ passphrase: "x" }) });
  return { script, run, planted, data: ["--data", script.dataDir] };
}

describe.skipIf(toolsMissing("oathtool"))("text of people, files and tables", () => {
  it(
    "reaches no terminal with a control, an escape sequence, a forged line or turned letters",
    { timeout: 120_000 },
    async () => {
      const { run, data, planted } = await prepared();
      expect(planted).toEqual(
        expect.arrayContaining([
          "admins.name",
          "approvals.title",
          "backup_recipients.name",
          "destinations.last_error",
          "import_presets.name",
          "imports.file_name",
          "letter_templates.introduction",
          "restores.reason",
          "saved_filters.name",
        ]),
      );
      let shown = 0;
      for (const args of [...lists, ...refusals, ["people", "import", join("hostile", "table.csv"), "--dry-run"]]) {
        const { stdout, stderr } = await run([...args, ...data]);
        for (const text of [stdout, stderr]) {
          expect(text, args.join(" ")).not.toMatch(raw);
          expect(text, args.join(" ")).not.toMatch(/^OK: forged/mu);
          if (text.includes("forged")) shown += 1;
        }
      }
      // It was there to be shown.
      expect(shown).toBeGreaterThan(16);
    },
  );

  it("is exact in JSON, and escaped there", { timeout: 120_000 }, async () => {
    const { run, data } = await prepared();
    for (const args of [...lists, ...refusals]) {
      const { stdout, stderr } = await run([...args, "--json", ...data]);
      expect(stderr).toBe("");
      expect(stdout.trimEnd(), args.join(" ")).not.toMatch(raw);
    }
    const { stdout } = await run(["people", "show", "alice", "--json", ...data]);
    expect(stdout).toContain(String.raw`\u001b[2J`);
    expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(hostile).slice(1, -1));
  });
});

it("JSON with escapes is the same value", () => {
  for (const value of [hostile, "Zoë 山田 🙂 👩‍💻", "\uD800", { [hostile]: [hostile, null, 1] }]) {
    const json = harmlessJson(value);
    expect(json).not.toMatch(raw);
    expect(JSON.parse(json)).toEqual(value);
  }
});
