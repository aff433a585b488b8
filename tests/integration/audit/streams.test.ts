import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventLine } from "#main/audit/line.ts";
import { framed, syslogMessage } from "#main/audit-log/streams/syslog.ts";
import { storeFile } from "#main/store/data-folder.ts";
import type { AuditRow } from "#main/store/migrations/schema.ts";
import { temporaryFolder } from "../../support/harness.ts";
import { freeTcpPort } from "../../support/rsyslog.ts";
import { openVaultOwner, type VaultOwner } from "../../support/vault-owner.ts";

async function ready(): Promise<{ olga: VaultOwner; path: string }> {
  return { olga: await openVaultOwner(), path: join(temporaryFolder(), "audit.jsonl") };
}

const numbersIn = (path: string): number[] =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { seq: number }).seq);

const addFile = (olga: VaultOwner, path: string, whole = true) =>
  olga.call("audit.addStream", { name: "SIEM", settings: { kind: "file", path }, whole });

const send = (olga: VaultOwner) => olga.call("audit.sendStreams", {});

describe("a file that another program reads", () => {
  it("gets every event once, from the first one or from now on, and only its owner can read it", async () => {
    const { olga, path } = await ready();
    await addFile(olga, path);
    await olga.call("users.add", { username: "ann" });
    expect((await send(olga)).streams).toMatchObject([{ name: "SIEM", waiting: 0, problem: null }]);
    await send(olga);
    const numbers = numbersIn(path);
    expect(numbers).toEqual(numbers.map((_one, at) => at + 1));
    expect(readFileSync(path, "utf8")).toContain('"action":"user.add"');
    expect(statSync(path).mode & 0o777).toBe(0o600);

    const later = `${path}.later`;
    await olga.call("audit.addStream", { name: "Later", settings: { kind: "file", path: later } });
    await send(olga);
    expect(numbersIn(later)[0]).toBeGreaterThan(3);
  });

  it("loses half a line that a killed process left, gets nothing twice, and begins anew where it was moved away", async () => {
    const { olga, path } = await ready();
    await addFile(olga, path);
    await send(olga);
    const whole = readFileSync(path, "utf8");
    // Written, and not noted: the process was killed between the two.
    await olga.call("users.add", { username: "ann" });
    const { rows } = await olga.call("audit.list", { limit: 1 });
    const seq = rows[0]?.seq ?? 0;
    const raw = new Database(storeFile(olga.harness.dataDir), { readonly: true });
    const line = eventLine(raw.prepare("SELECT * FROM audit_events WHERE seq = ?").get(seq) as AuditRow);
    raw.close();
    writeFileSync(path, `${whole}${line}\n{"seq":${seq + 1},"at":"20`);
    await send(olga);
    expect(numbersIn(path)).toEqual(Array.from({ length: seq }, (_one, at) => at + 1));
    expect(readFileSync(path, "utf8").startsWith(whole)).toBe(true);

    renameSync(path, `${path}.1`);
    await olga.call("users.add", { username: "bob" });
    await send(olga);
    expect(numbersIn(path)).toEqual([seq + 1]);
  });

  it("that cannot be written keeps events waiting, and says why", async () => {
    const { olga, path } = await ready();
    await addFile(olga, path);
    renameSync(path, `${path}.old`);
    mkdirSync(path);
    await olga.call("users.add", { username: "ann" });
    const { streams } = await send(olga);
    expect(streams[0]?.waiting).toBeGreaterThan(0);
    expect(streams[0]?.problem).not.toBeNull();
  });

  it.each([
    ["a table", "a,b\n1,2\n"],
    ["a text without a line end", "my notes"],
    ["one long line", "x".repeat(2_000_000)],
    ["empty lines", "\n\n"],
    ["JSON of somebody else", '{"seq":1}\n[1]\n'],
  ])("that is %s already is left as it is", async (_what, content) => {
    const { olga, path } = await ready();
    writeFileSync(path, content);
    const settings = { kind: "file", path } as const;
    const refusal = await olga.refuse("audit.addStream", { name: "SIEM", settings });
    expect(refusal).toMatchObject({ code: "FILE_EXISTS", text: { key: "auditStreams.otherFile" } });
    expect(readFileSync(path, "utf8")).toBe(content);
  });

  it("is never inside the data folder", async () => {
    const { olga } = await ready();
    const path = join(olga.harness.dataDir, "audit.jsonl");
    const refusal = await olga.refuse("audit.addStream", { name: "SIEM", settings: { kind: "file", path } });
    expect(refusal.code).toBe("IN_DATA_FOLDER");
  });

  it("has a name of its own, and gets nothing more once it is removed", async () => {
    const { olga, path } = await ready();
    const { id } = await addFile(olga, path);
    const again = { name: "SIEM", settings: { kind: "file", path: `${path}.2` } } as const;
    expect((await olga.refuse("audit.addStream", again)).code).toBe("CONFLICT");
    await olga.call("audit.removeStream", { id });
    const before = readFileSync(path, "utf8");
    await send(olga);
    expect(readFileSync(path, "utf8")).toBe(before);
    const { rows } = await olga.call("audit.list", { action: "audit" });
    expect(rows.map(({ action }) => action)).toEqual(["audit.stream_remove", "audit.stream_add"]);
  });
});

describe("a syslog server", () => {
  it("that is not there, or speaks no TLS, is told from one that works", async () => {
    const { olga } = await ready();
    const at = (port: number) =>
      ({ name: "SIEM", settings: { kind: "syslog", host: "127.0.0.1", port, ca: null } }) as const;
    const away = await olga.refuse("audit.addStream", at(await freeTcpPort()));
    expect(away).toMatchObject({ code: "DESTINATION_UNREACHABLE", text: { key: "auditStreams.refused" } });
    const plain = createServer((socket) => socket.on("data", () => socket.end("no\n")).on("error", () => undefined));
    plain.listen(0, "127.0.0.1");
    await once(plain, "listening");
    onTestFinished(() => void plain.close());
    const { port } = plain.address() as { port: number };
    const other = await olga.refuse("audit.addStream", at(port));
    expect(other).toMatchObject({ code: "DESTINATION_UNREACHABLE", text: { key: "auditStreams.broken" } });
  });

  it("gets messages of RFC 5424 whose length is that of their bytes", () => {
    const row = {
      seq: 7,
      at: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
      actor_id: null,
      actor: "Zoë",
      action: "user.add",
      target: 'a"\n<b>',
      target_id: null,
      result: "refused",
      details: '{"é":"\\n"}',
      mac: Buffer.alloc(32),
    } as const;
    const message = syslogMessage(row);
    expect(message).toMatch(
      /^<108>1 2026-01-02T03:04:05\.006Z \S+ countersign - user\.add \[meta sequenceId="7"\]\[origin [^\]]+\] \uFEFF\{"seq":7,/u,
    );
    expect(message).not.toContain("\n");
    const frame = framed(message);
    expect(frame.toString("utf8")).toBe(`${Buffer.byteLength(message)} ${message}`);
  });
});
