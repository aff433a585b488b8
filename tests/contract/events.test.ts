import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Unaudited, unauditedReasons } from "#main/call/change.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { type ProcedureName, procedureNames, procedures } from "#shared/contract/index.ts";
import { ActKind } from "#shared/model/acts.ts";
import { defaultPlan } from "#shared/model/backups.ts";
import { codeFor, enrol, type Harness, openHarness, owner, setUp, temporaryFolder } from "../support/harness.ts";
import { inputs } from "./inputs.ts";

/** What a call has written: whether anything at all, and how many events. */
interface Written {
  wrote: boolean;
  events: number;
}

/** Watches the store through a connection of its own. */
function watch(harness: Harness) {
  const raw = new Database(storeFile(harness.dataDir));
  onTestFinished(() => {
    raw.close();
  });
  const now = () => ({
    version: raw.pragma("data_version", { simple: true }) as number,
    seq: raw.prepare("SELECT audit_seq FROM console").pluck().get() as number,
  });
  return {
    /** Gives every session a fresh code for everything, so that no call has to ask for one first. */
    stepUp() {
      const at = harness.clock.now();
      const rows = ActKind.options.map((kind) => `SELECT id, '${kind}', ${at} FROM sessions`);
      raw.exec(`DELETE FROM step_ups; INSERT INTO step_ups ${rows.join(" UNION ")}`);
    },
    async during(work: () => Promise<unknown>): Promise<Written> {
      const before = now();
      await work();
      const after = now();
      return { wrote: after.version !== before.version, events: after.seq - before.seq };
    },
  };
}

/** These end the session, or begin it anew. */
const endsSession: readonly ProcedureName[] = ["access.signOut", "access.lock", "archive.restore", "setup.begin"];

/** Procedures that leave no event although they write, and why that is right. */
const silent: Partial<Record<ProcedureName, Unaudited>> = {
  "filters.save": "own views",
  "filters.delete": "own views",
  "imports.savePreset": "own views",
  "imports.deletePreset": "own views",
  "seeds.savePreset": "own views",
  "seeds.deletePreset": "own views",
  "destinations.check": "backup copies",
  "audit.verify": "audit check",
  "audit.key": "audit checkpoints",
  "audit.receipt": "audit checkpoints",
  "audit.sendStreams": "audit streams",
};

/**
 * Those that are refused here and only count: for nobody who could be named, or for a key that is nobody's. The last one
 * finds nothing to back up to once it has told the other desks that it is at work.
 */
const countedOnly: readonly ProcedureName[] = [
  "vault.unlock",
  "access.signIn",
  "access.beginOwnEnrolment",
  "access.confirmOwnEnrolment",
  "backupPlan.run",
];

type Step = [ProcedureName, unknown];

/** A day's work, in which every call succeeds. */
async function* day(harness: Harness, secret: string, recoveryKey: string): AsyncGenerator<Step, void, unknown> {
  const folder = temporaryFolder();
  const table = join(folder, "people.csv");
  writeFileSync(table, "username,name\nzoe,Zoe\nyan,Yan\n");
  const { userId, tokenId, backupCodes } = await enrol(harness, "ann");
  const ref = { user: { id: userId } };
  yield ["users.edit", { id: userId, name: "Ann" }];
  yield ["tokens.rename", { tokenId, label: "Phone" }];
  yield ["tokens.disable", { tokenId }];
  yield ["tokens.enable", { tokenId }];
  yield ["verification.check", { ...ref, backupCode: backupCodes[0] }];
  yield ["verification.test", { ...ref, backupCode: backupCodes[0] }];
  yield ["verification.check", { ...ref, code: "000000" }];
  const fresh = (yield ["tokens.regenerateBackupCodes", ref]) as { codeSet: string };
  yield ["tokens.confirmBackupCodes", { codeSet: fresh.codeSet }];
  const begun = (yield ["tokens.begin", ref]) as { tokenId: string };
  yield ["tokens.cancel", { tokenId: begun.tokenId }];
  const group = (yield ["groups.add", { name: "Berlin" }]) as { id: string };
  yield ["groups.edit", { id: group.id, description: "Second floor" }];
  yield ["bulk.run", { selection: { ids: [userId] }, act: { kind: "addToGroup", group: group.id } }];
  yield ["groups.delete", { id: group.id }];
  const filter = (yield ["filters.save", { name: "mine", filter: {} }]) as { id: string };
  yield ["filters.delete", { id: filter.id }];
  const imported = (yield ["imports.run", { file: table, mapping: { username: 0, name: 1 } }]) as { importId: string };
  yield ["imports.undo", { id: imported.importId }];
  const seeds = join(folder, "seeds.txt");
  writeFileSync(seeds, "otpauth://totp/zed?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n");
  const brought = (yield ["seeds.run", { file: seeds, unmatched: "create" }]) as { importId: string };
  yield ["seeds.undo", { id: brought.importId }];
  const target = (yield ["targets.add", { name: "VPN", format: "otpauth" }]) as { id: string };
  yield ["targets.change", { id: target.id, name: "Gateway" }];
  yield ["targets.remove", { id: target.id }];
  yield ["imports.savePreset", { name: "x", headers: {} }];
  yield ["imports.deletePreset", { name: "x" }];
  yield ["seeds.savePreset", { name: "x", headers: { secret: "Key" } }];
  yield ["seeds.deletePreset", { name: "x" }];
  yield ["imports.exportUsers", { file: join(folder, "out.csv") }];
  const device = (yield ["inventory.add", { serial: "S1", seed: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" }]) as {
    id: string;
  };
  yield ["inventory.correct", { id: device.id, model: "C100" }];
  yield ["inventory.lost", { id: device.id }];
  yield ["inventory.found", { id: device.id }];
  yield ["inventory.retire", { id: device.id }];
  const bob = (yield ["users.add", { username: "bob", name: "Bob" }]) as { id: string };
  const into = { kind: "file", file: join(folder, "letters.pdf") };
  const issued = (yield ["letters.issue", { selection: { ids: [bob.id] }, into }]) as { rows: unknown[] };
  expect(issued.rows).toHaveLength(1);
  expect(existsSync(into.file)).toBe(true);
  const { rows } = await harness.call("letters.list", {});
  yield ["letters.void", { letters: rows.map(({ id }) => id) }];
  const template = { name: "x", language: "en", logo: null, title: "T", introduction: "I", closing: "C" };
  const made = (yield ["letters.saveTemplate", template]) as { id: string };
  yield ["letters.deleteTemplate", { id: made.id }];
  yield ["users.setStatus", { user: { id: bob.id }, status: "left" }];
  yield ["users.delete", { user: { id: bob.id } }];
  yield ["tokens.revoke", { tokenId }];
  yield ["policies.set", { changes: { letterDays: 13 } }];
  yield ["backupPlan.set", { plan: { ...defaultPlan, prune: true } }];
  yield ["vault.addPassphrase", { label: "Desk", passphrase: "four plain words here" }];
  yield ["vault.check", { passphrase: "four plain words here" }];
  yield ["vault.prepareRecoveryKey", {}];
  const backup = { file: join(folder, "x.age"), passphrase: "four plain words here" };
  const approval = (yield ["approvals.request", { procedure: "archive.create", input: backup }]) as { id: string };
  yield ["approvals.approveByRecoveryKey", { id: approval.id, recoveryKey }];
  yield ["archive.create", backup];
  yield ["audit.verify", {}];
  yield ["audit.key", {}];
  yield ["audit.export", { to: join(folder, "audit.jsonl"), form: "jsonl" }];
  const settings = { kind: "file", path: join(folder, "siem.jsonl") };
  const stream = (yield ["audit.addStream", { name: "SIEM", settings }]) as { id: string };
  yield ["audit.receipt", {}];
  yield ["audit.sendStreams", {}];
  yield ["audit.removeStream", { id: stream.id }];
  const codes = (yield ["account.regenerateBackupCodes", {}]) as { codeSet: string };
  yield ["account.confirmBackupCodes", { codeSet: codes.codeSet }];
  yield ["account.endOtherSessions", {}];
  harness.clock.advance(30_000);
  yield ["access.stepUp", { kind: "vault", code: codeFor(secret, harness.clock) }];
  yield ["access.lock", {}];
  yield ["access.unlock", { password: owner.password }];
  yield ["access.signOut", {}];
}

describe("no change without an event", () => {
  it("has its exceptions, and docs/SECURITY.md explains each of them and no other", () => {
    const text = readFileSync(new URL("../../docs/SECURITY.md", import.meta.url), "utf8");
    const [, table = ""] = text.split("Writes without an event");
    const rows = table.slice(0, table.indexOf("\n## ")).matchAll(/^\| `([^`]+)`/gmu);
    expect([...rows].map(([, reason]) => reason)).toEqual(Object.keys(unauditedReasons));
  });

  it("holds for every procedure with the inputs of the contract, or its reason is named", async () => {
    const harness = await openHarness();
    await setUp(harness);
    const watched = watch(harness);
    // From here on the session was used a moment ago, which is not written again.
    await harness.call("access.whoami", {});
    const seen: Record<string, unknown> = {};
    const counted: string[] = [];
    for (const name of procedureNames.filter((each) => !endsSession.includes(each))) {
      watched.stepUp();
      let ok = false;
      const { wrote, events } = await watched.during(async () => {
        ({ ok } = await harness.console.call(name, inputs[name], harness.caller));
      });
      // Its contract says that no list looks different.
      const quiet = procedures[name].touches.length === 0;
      if (quiet && events > 0) seen[name] = "touches nothing, but has changed something";
      if (!wrote || events > 0) continue;
      if (!ok) counted.push(name);
      else if (silent[name] === undefined) seen[name] = "has changed something without an event";
    }
    expect(seen).toEqual({});
    expect(counted).toEqual(countedOnly);
  }, 240_000);

  it("holds for a day's work, in which every call succeeds", async () => {
    const harness = await openHarness();
    const { secret, recoveryKey } = await setUp(harness);
    harness.authority = null;
    const watched = watch(harness);
    const steps = day(harness, secret, recoveryKey);
    const withoutEvent: string[] = [];
    const done = new Set<string>();
    let next = await steps.next();
    while (!next.done) {
      const [name, input] = next.value;
      let output: unknown;
      watched.stepUp();
      const written = await watched.during(async () => {
        output = await harness.call(name, input as never);
      });
      done.add(name);
      if (written.wrote && written.events === 0) withoutEvent.push(name);
      next = await steps.next(output);
    }
    const named = Object.keys(silent).filter((name) => done.has(name));
    expect([...new Set(withoutEvent)].toSorted()).toEqual(named.toSorted());
    expect(done.size).toBeGreaterThan(45);
  }, 240_000);
});
