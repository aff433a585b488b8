import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { makeCertificates } from "../../support/certificates.ts";
import { enrol, type Harness, openHarness, setUp, temporaryFolder } from "../../support/harness.ts";
import { Rsyslog } from "../../support/rsyslog.ts";
import { toolsMissing } from "../../support/tools.ts";
import { openVaultOwner } from "../../support/vault-owner.ts";

/** The numbers of the events that were received, each once. */
const numbersOf = (lines: readonly string[]): number[] => [
  ...new Set(lines.flatMap((line) => Number(/"seq":(\d+),/u.exec(line)?.[1] ?? 0))),
];

const upTo = (last: number): number[] => Array.from({ length: last }, (_one, at) => at + 1);

async function addPeople(harness: Harness, folder: string, count: number): Promise<void> {
  const table = join(folder, `people-${count}.csv`);
  writeFileSync(table, `username\n${Array.from({ length: count }, (_one, at) => `p${count}-${at}`).join("\n")}\n`);
  await harness.call("imports.run", { file: table, mapping: { username: 0 } });
}

const lastEvent = async (harness: Harness): Promise<number> =>
  (await harness.call("audit.list", { limit: 1 })).rows[0]?.seq ?? 0;

describe.skipIf(toolsMissing("rsyslog", "rsyslogTls", "openssl"))("rsyslog", () => {
  it("receives the audit log over TLS, without a gap through its own restarts and kills", async (context) => {
    const folder = temporaryFolder();
    const { ca } = makeCertificates(folder, context);
    const harness = await openHarness();
    await setUp(harness);
    await enrol(harness, "ann");
    await using server = await Rsyslog.start(folder);
    const settings = { kind: "syslog", host: "127.0.0.1", port: server.port, ca } as const;
    await harness.call("audit.addStream", { name: "SIEM", settings, whole: true });

    const first = await harness.call("audit.sendStreams", {});
    expect(first.streams).toMatchObject([{ waiting: 0, problem: null }]);
    await vi.waitFor(async () => expect(numbersOf(server.received())).toEqual(upTo(await lastEvent(harness))));
    expect(server.received()[0]).toMatch(/^audit notice countersign setup\.begin .*\{"seq":1,/u);

    await server.end();
    await addPeople(harness, folder, 700);
    const away = await harness.call("audit.sendStreams", {});
    expect(away.streams[0]?.problem).toMatch(/^Nothing answers/u);
    expect(away.streams[0]?.waiting).toBeGreaterThan(700);

    await server.begin();
    const sending = harness.call("audit.sendStreams", {});
    await server.end("SIGKILL");
    await sending;
    await server.begin();
    expect((await harness.call("audit.sendStreams", {})).streams).toMatchObject([{ waiting: 0, problem: null }]);
    await vi.waitFor(async () => {
      const numbers = numbersOf(server.received()).toSorted((a, b) => a - b);
      expect(numbers).toEqual(upTo(await lastEvent(harness)));
    });
  });

  it("gets nothing if it is another server than the one that was chosen", async (context) => {
    const [folder, other] = [temporaryFolder(), temporaryFolder()];
    makeCertificates(folder, context);
    const { ca } = makeCertificates(other, context);
    const olga = await openVaultOwner();
    await using server = await Rsyslog.start(folder);
    const settings = { kind: "syslog", host: "127.0.0.1", port: server.port, ca } as const;
    const refusal = await olga.refuse("audit.addStream", { name: "SIEM", settings, whole: true });
    expect(refusal).toMatchObject({ code: "DESTINATION_UNREACHABLE", text: { key: "auditStreams.untrusted" } });
    expect((await olga.call("audit.streams", {})).streams).toEqual([]);
    expect(server.received()).toEqual([]);
  });
});
