import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifyAuditFile } from "#main/audit-log/verify-file.ts";
import type { Harness } from "../../support/harness.ts";
import { enrol, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { openVaultOwner } from "../../support/vault-owner.ts";

async function ready(): Promise<{ harness: Harness; folder: string; key: string }> {
  const harness = await openHarness();
  await setUp(harness);
  await enrol(harness, "ann");
  const folder = temporaryFolder();
  const key = join(folder, "key.pem");
  await harness.call("audit.key", { to: key });
  return { harness, folder, key };
}

const aMinute = 60_000;

describe("an exported audit log", () => {
  it("is proven by the public key alone, its own event included, and readable by its owner alone", async () => {
    const { harness, folder, key } = await ready();
    const to = join(folder, "audit.jsonl");
    const exported = await harness.call("audit.export", { to, form: "jsonl" });
    expect(exported).toMatchObject({ events: 6, first: 1, last: 6, proof: null });
    expect(statSync(to).mode & 0o777).toBe(0o600);
    expect(await verifyAuditFile(to, key)).toMatchObject({
      valid: true,
      events: 6,
      first: 1,
      last: 6,
      code: exported.code,
      problem: null,
    });
    const lines = readFileSync(to, "utf8").trimEnd().split("\n");
    const events = lines.flatMap((line) => (line.startsWith('{"seq"') ? [JSON.parse(line) as { action: string }] : []));
    expect(events.map(({ action }) => action)).toEqual([
      "setup.begin",
      "setup.complete",
      "user.add",
      "token.begin",
      "token.confirm",
      "audit.export",
    ]);
    expect(await harness.call("audit.verify", {})).toEqual({ valid: true, events: 6 });
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    ["an event was changed", (lines) => lines.map((line) => line.replace('"ann"', '"eve"')), "changed"],
    ["an event was removed", (lines) => lines.filter((_line, at) => at !== 3), "missing"],
    ["two events changed places", ([a, b, c, ...rest]) => [a, c, b, ...rest] as string[], "missing"],
    ["its last line is gone", (lines) => lines.slice(0, -1), "cut"],
    [
      "an event follows the last signature",
      (lines) => [...lines, lines[1]?.replace('"seq":1', '"seq":7') ?? ""],
      "cut",
    ],
    ["its first checkpoint is gone", (lines) => lines.filter((_line, at) => at !== 6), "order"],
    [
      "it says another store",
      (lines) => lines.map((line, at) => (at === 0 ? line.replace('"store":"', '"store":"x') : line)),
      "order",
    ],
    ["a line is no JSON", (lines) => [...lines.slice(0, 2), "{", ...lines.slice(2)], "unreadable"],
    ["it is empty", () => [], "unreadable"],
  ])("is refused when %s", async (_what, edit, kind) => {
    const { harness, folder, key } = await ready();
    const to = join(folder, "audit.jsonl");
    await harness.call("audit.receipt", {});
    await harness.call("audit.export", { to, form: "jsonl" });
    const lines = readFileSync(to, "utf8").trimEnd().split("\n");
    const edited = edit(lines);
    writeFileSync(to, edited.length === 0 ? "" : `${edited.join("\n")}\n`);
    expect(await verifyAuditFile(to, key)).toMatchObject({ valid: false, problem: { kind } });
  });

  it("is refused for each byte of it that was changed", async () => {
    const { harness, folder, key } = await ready();
    const to = join(folder, "audit.jsonl");
    await harness.call("audit.export", { to, form: "jsonl" });
    const whole = readFileSync(to);
    const accepted: number[] = [];
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(to, bytes);
      // Without its last line end it is the same file.
      if (at < whole.length - 1 && (await verifyAuditFile(to, key).catch(() => ({ valid: false }))).valid) {
        accepted.push(at);
      }
    }
    expect(accepted).toEqual([]);
  });

  it("is refused with another console's key", async () => {
    const [one, other] = [await ready(), await ready()];
    const to = join(one.folder, "audit.jsonl");
    await one.harness.call("audit.export", { to, form: "jsonl" });
    expect(await verifyAuditFile(to, other.key)).toMatchObject({
      valid: false,
      problem: { kind: "signature", line: 1 },
    });
  });

  it("is kept provable by the same key when the data key is rotated", async () => {
    const olga = await openVaultOwner();
    const folder = temporaryFolder();
    const [key, to] = [join(folder, "key.pem"), join(folder, "audit.jsonl")];
    const { fingerprint } = await olga.call("audit.key", { to: key });
    const { recoveryKey } = await olga.call("vault.prepareRecoveryKey", {});
    await olga.call("vault.rotate", { passphrases: [], recoveryKey: recoveryKey ?? "" });
    await olga.call("audit.export", { to, form: "jsonl" });
    expect(await verifyAuditFile(to, key)).toMatchObject({ valid: true, key: fingerprint });
  });

  it("says clearly what is no key", async () => {
    const { harness, folder } = await ready();
    const to = join(folder, "audit.jsonl");
    await harness.call("audit.export", { to, form: "jsonl" });
    await expect(verifyAuditFile(to, to)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(verifyAuditFile(to, join(folder, "none.pem"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  it("has a signature after every 1,000 events, and begins where one ends if a day is given", async () => {
    const { harness, folder, key } = await ready();
    const table = join(folder, "people.csv");
    writeFileSync(table, `username\n${Array.from({ length: 2500 }, (_one, at) => `p${at}`).join("\n")}\n`);
    harness.clock.advance(aMinute);
    await harness.call("imports.run", { file: table, mapping: { username: 0 } });
    harness.clock.advance(aMinute);
    const [whole, part] = [join(folder, "whole.jsonl"), join(folder, "part.jsonl")];
    const all = await harness.call("audit.export", { to: whole, form: "jsonl" });
    expect(await verifyAuditFile(whole, key)).toMatchObject({ valid: true, events: all.last, checkpoints: 4 });
    const since = harness.clock.now();
    const later = await harness.call("audit.export", { to: part, form: "jsonl", since });
    expect(later.first).toBeGreaterThan(1000);
    expect(later.last).toBe(all.last + 1);
    expect(await verifyAuditFile(part, key)).toMatchObject({ valid: true, first: later.first, last: later.last });
  });

  it("never replaces a file, and leaves none behind when it is stopped", async () => {
    const { harness, folder } = await ready();
    const to = join(folder, "audit.csv");
    writeFileSync(`${to}.proof.json`, "mine");
    expect((await harness.refuse("audit.export", { to, form: "csv" })).code).toBe("FILE_EXISTS");
    expect((await harness.refuse("audit.key", { to: `${to}.proof.json` })).code).toBe("FILE_EXISTS");
    expect(readFileSync(`${to}.proof.json`, "utf8")).toBe("mine");
  });
});

describe("an exported table of the audit log", () => {
  it("is proven by the file beside it, and by nothing else", async () => {
    const { harness, folder, key } = await ready();
    const to = join(folder, "audit.csv");
    const { proof } = await harness.call("audit.export", { to, form: "csv" });
    expect(proof).toBe(`${to}.proof.json`);
    expect(await verifyAuditFile(to, key)).toMatchObject({ valid: true, events: 6, first: 1, last: 6 });
    const table = readFileSync(to, "utf8");
    expect(table.split("\r\n")[0]).toContain("seq,at,actor,actorId,action,target,targetId,result,details");
    writeFileSync(to, table.replace("ann", "eve"));
    expect(await verifyAuditFile(to, key)).toMatchObject({ valid: false, problem: { kind: "changed" } });
  });
});

describe("a receipt of the audit log", () => {
  it("has a code that every later export contains, and no other code is", async () => {
    const { harness, folder, key } = await ready();
    const { code, last } = await harness.call("audit.receipt", {});
    expect(last).toBe(5);
    const to = join(folder, "audit.jsonl");
    await harness.call("audit.export", { to, form: "jsonl" });
    const typed = code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o");
    expect(await verifyAuditFile(to, key, typed)).toMatchObject({ valid: true, codeFound: true });
    expect(await verifyAuditFile(to, key, "0000-0000-0000-0000-0000")).toMatchObject({
      valid: false,
      codeFound: false,
      problem: null,
    });
  });

  it("is made without an event, and twice the same", async () => {
    const { harness } = await ready();
    const [first, second] = [await harness.call("audit.receipt", {}), await harness.call("audit.receipt", {})];
    expect(second).toEqual(first);
  });
});
