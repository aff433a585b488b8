import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InputOf, ProcedureName } from "#shared/contract/index.ts";
import { begunByLetter, enrolPhone } from "../../support/authenticators.ts";
import { codeFor, type Harness, newCaller, openHarness, owner, setUp, temporaryFolder } from "../../support/harness.ts";

/** Where files go that the full disk is not to keep from being made. */
let elsewhere: string;
let dataDir: string;
let harness: Harness;
let acts: readonly (readonly [ProcedureName, unknown])[];
let reads: readonly (readonly [ProcedureName, unknown])[];
let secret: string;

async function prepare(): Promise<void> {
  harness = await openHarness({ dataDir });
  const admin = await setUp(harness);
  ({ secret } = admin);
  // What a second administrator says is written down, too: here the act itself is to be refused.
  await harness.call("policies.set", { changes: { backupApproval: "none" } });
  for (const username of ["ann", "ben", "cem"]) await harness.call("users.add", { username });
  const { phone } = await enrolPhone(harness, "ann");
  const { tokenId, secret: seed } = await harness.call("tokens.begin", { user: { username: "ben" } });
  const letter = await begunByLetter(harness, "cem");
  const backup = join(elsewhere, "before.age");
  await harness.call("archive.create", { file: backup, passphrase: "an orchard behind the mill" });
  harness.clock.advance(60_000);
  const table = join(elsewhere, "table.csv");
  writeFileSync(table, `username,name\n${Array.from({ length: 400 }, (_, n) => `new${n},New ${n}\n`).join("")}`);
  const folder = join(elsewhere, "letters");
  mkdirSync(folder);
  const user = { username: "ann" };
  acts = [
    ["verification.check", { user, code: phone.now(harness) }],
    ["verification.check", { user, code: phone.wrong(harness) }],
    ["verification.check", { user: { username: "cem" }, code: letter.phone.now(harness) }],
    ["tokens.begin", { user }],
    ["tokens.confirm", { tokenId, code: codeFor(seed, harness.clock) }],
    ["letters.issue", { selection: { filter: {} }, into: { kind: "folder", folder }, replace: true }],
    ["imports.run", { file: table, mapping: { username: 0, name: 1 } }],
    ["archive.create", { file: join(elsewhere, "now.age"), passphrase: "an orchard behind the mill" }],
    ["archive.verify", { file: backup, passphrase: "an orchard behind the mill" }],
    ["archive.preview", { file: backup, passphrase: "an orchard behind the mill" }],
    ["access.stepUp", { kind: "restore", code: codeFor(secret, harness.clock) }],
    ["policies.set", { changes: { failureLimit: 20 } }],
    ["users.delete", { user: { username: "cem" } }],
  ];
  reads = [
    ["system.status", {}],
    ["system.health", {}],
    ["access.whoami", {}],
    ["account.get", {}],
    ["admins.list", {}],
    ["approvals.list", {}],
    ["audit.list", {}],
    ["archive.restored", {}],
    ["backupPlan.list", {}],
    ["backupPlan.runs", {}],
    ["recipients.list", {}],
    ["destinations.list", {}],
    ["users.list", {}],
    ["users.find", { search: "ann" }],
    ["users.get", { user }],
    ["groups.list", {}],
    ["filters.list", {}],
    ["imports.list", {}],
    ["imports.presets", {}],
    ["seeds.presets", {}],
    ["imports.inspect", { file: table }],
    ["inventory.list", {}],
    ["letters.list", {}],
    ["letters.templates", {}],
    ["policies.get", {}],
    ["tokens.list", { user }],
    ["vault.status", {}],
  ];
}

/** As a disk is full: not a byte is left, and the store was closed before. */
describe.skipIf(process.getuid?.() !== 0)("where the data folder's disk is full", () => {
  beforeEach(async () => {
    elsewhere = temporaryFolder();
    dataDir = temporaryFolder();
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", dataDir]);
    if (mounted.status !== 0) throw new Error(mounted.stderr.toString());
    await prepare();
    await harness.reopen(() => {
      spawnSync("dd", ["if=/dev/zero", `of=${dataDir}/filler`, "bs=4k"]);
    });
  });
  afterEach(async () => {
    await harness.console.close();
    spawnSync("umount", ["--lazy", dataDir]);
  });

  it("a sign-in, a check, an enrolment, letters, an import, a backup and what a restore needs each say so, and change nothing", async () => {
    const events = (await harness.call("audit.list", {})).rows.length;
    const told: Record<string, string> = {};
    for (const [name, input] of acts) {
      const error = await harness.refuse(name, input as InputOf<typeof name>);
      told[name] = `${error.code}: ${error.message}`;
    }
    const credentials = { name: owner.name, password: owner.password, code: codeFor(secret, harness.clock) };
    const refused = await harness.refuse("access.signIn", credentials, newCaller());
    told["access.signIn"] = `${refused.code}: ${refused.message}`;
    expect(Object.entries(told).filter(([, text]) => !text.startsWith("DISK_FULL: "))).toEqual([]);
    expect((await harness.call("audit.list", {})).rows).toHaveLength(events);
    expect((await harness.call("users.list", {})).rows).toHaveLength(3);
  });

  it("whatever only reads goes on", async () => {
    const failed: string[] = [];
    for (const [name, input] of reads) {
      await harness
        .call(name, input as InputOf<typeof name>)
        .catch((thrown: unknown) => failed.push(`${name}: ${String(thrown)}`));
    }
    expect(failed).toEqual([]);
  });

  it.each(["access.signOut", "access.lock"] as const)(
    "%s says so, and nobody can go on with the session",
    async (name) => {
      expect(await harness.refuse(name, {})).toMatchObject({ code: "DISK_FULL" });
      expect(await harness.refuse("users.list", {})).toMatchObject({ code: "NOT_SIGNED_IN" });
    },
  );
});
