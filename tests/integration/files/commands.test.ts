import type { Command } from "@commander-js/extra-typings";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeIdentity } from "#main/backups/archive/age.ts";
import { buildProgram } from "../../../src/cli/program.ts";
import { snapshotOf } from "../../support/snapshot-of.ts";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, setUp } from "../cli/support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

type Given = (path: string, serial: string) => readonly string[];

const passphrase = "a passphrase for backups 9";

/** Each file and folder that a command takes: `read`, or how the command is told to write it. */
const places: Record<string, "read" | Given> = {
  "audit export --out <file>": (path) => ["audit", "export", "--out", path],
  "audit key --out <file>": (path) => ["audit", "key", "--out", path],
  "audit streams add-file <file>": (path) => ["audit", "streams", "add-file", path],
  "audit streams add-syslog --ca <file>": "read",
  "audit verify <file>": "read",
  "audit verify --key <file>": "read",
  "backup create <file>": (path) => ["backup", "create", path, "--overwrite"],
  "backup verify <file>": "read",
  "backup verify --identity-file <file>": "read",
  "backup verify --folder <folder>": "read",
  "backup verify --ca <file>": "read",
  "backup preview <file>": "read",
  "backup preview --identity-file <file>": "read",
  "backup preview --folder <folder>": "read",
  "backup preview --ca <file>": "read",
  "backup restore <file>": "read",
  "backup restore --identity-file <file>": "read",
  "backup restore --folder <folder>": "read",
  "backup restore --ca <file>": "read",
  "backup restore-people <file>": "read",
  "backup restore-people --identity-file <file>": "read",
  "backup restore-people --folder <folder>": "read",
  "backup restore-people --ca <file>": "read",
  "backup locations add-folder <folder>": (path) => ["backup", "locations", "add-folder", path],
  "backup locations add-bucket --ca <file>": "read",
  "backup locations browse --folder <folder>": "read",
  "backup locations browse --ca <file>": "read",
  "backup recipients test --file <file>": "read",
  "backup recipients save <file>": (path) => ["backup", "recipients", "save", path],
  "enrol begin --qr <file.png>": (path) => ["enrol", "begin", "alice", "--qr", path],
  "enrol bulk --letters <folder>": (path) => ["enrol", "bulk", "--all", "--letters", path],
  "enrol bulk --pdf <file>": (path) => ["enrol", "bulk", "--all", "--pdf", path],
  "export --out <path>": (path) => ["export", "otpauth", "--out", path],
  "import <file>": "read",
  "import <more-files>": "read",
  "letters reprint --letters <folder>": (path, serial) => ["letters", "reprint", serial, "--letters", path],
  "letters reprint --pdf <file>": (path, serial) => ["letters", "reprint", serial, "--pdf", path],
  "letters templates save <file.json>": "read",
  "people export <file>": (path) => ["people", "export", path],
  "people import <file>": "read",
  "people import --report <file>": (path) => ["people", "import", "people.csv", "--report", path],
  "targets export --out <path>": (path) => ["targets", "export", "VPN", "--out", path],
};

const isPath = (text: string): boolean => /<[^>]*(?:file|folder|path|dir)[^>]*>/iu.test(text);

function pathsOf(command: Command, above: readonly string[] = []): string[] {
  const name = above.join(" ");
  const options = command.options.flatMap(({ long, flags }) => {
    const [shape = ""] = /<[^>]*>/u.exec(flags) ?? [];
    return long !== "--data" && isPath(shape) ? [`${name} ${long} ${shape}`] : [];
  });
  const args = command.registeredArguments.map((one) => `<${one.name()}>`).filter(isPath);
  return [
    ...options,
    ...args.map((shape) => `${name} ${shape}`),
    ...command.commands.flatMap((child) => pathsOf(child as unknown as Command, [...above, child.name()])),
  ];
}

it("every file and folder that a command takes is known as one to read or one to write", () => {
  const found = pathsOf(buildProgram({ out: "", err: "" }, () => async () => undefined));
  expect(found.toSorted()).toEqual(Object.keys(places).toSorted());
});

it.skipIf(toolsMissing("oathtool"))(
  "no command writes into a data folder, its own or another one's, nor leaves anything there",
  { timeout: 120_000 },
  async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "alice"]);
    writeFileSync(join(folder.dir, "people.csv"), "username\nbob\n");
    mkdirSync(join(script.dataDir, "logs"), { recursive: true, mode: 0o700 });
    const { identity } = await makeIdentity();
    // Each kind of action needs a fresh code of its own, and a code works once.
    const secretsFor = (name: string) => {
      const kind = /^(?:export|targets export|backup create)/u.test(name) ? 1 : /streams add/u.test(name) ? 2 : 0;
      const freshCode = ownerCodes[kind] ?? "";
      return { passphrase, identity, freshCode, recoveryKey };
    };
    await script.done(["enrol", "bulk", "--all", "--pdf", "letters.pdf"]);
    const { letters } = await script.done<{ letters: { serial: string }[] }>(["letters", "list"]);
    const serial = letters[0]?.serial ?? "";
    await script.done(["targets", "add", "VPN", "--format", "otpauth"]);
    // Who hands over leaves the file of that lease.
    await script.done(["targets", "export", "VPN", "--out", "keys.txt"], secretsFor("targets export"));
    cpSync(script.dataDir, join(folder.dir, "theirs"), { recursive: true });
    symlinkSync(join("data", "store"), join(folder.dir, "link"));
    // Fresh codes and approvals are written to the store that is used.
    const kept = (base: string) =>
      snapshotOf(join(folder.dir, base)).filter((entry) => base !== "data" || !entry.startsWith("store/console.db "));
    for (const [name, given] of Object.entries(places)) {
      if (given === "read") continue;
      for (const [base, path] of [
        ["data", "data/store/console.db"],
        ["data", "data/lock.db"],
        ["data", "link/new"],
        ["theirs", "theirs/new"],
      ] as const) {
        const before = kept(base);
        const refusal = await script.refused(given(path, serial), secretsFor(name));
        expect(refusal.code, `${name} ${path}`).toMatch(/^(?:IN_DATA_FOLDER|FILE_EXISTS)$/u);
        expect(kept(base), name).toEqual(before);
      }
    }
    expect(await script.done(["audit", "verify"])).toMatchObject({ valid: true });
  },
);
