import { createWriteStream, rmSync } from "node:fs";
import { once } from "node:events";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { base32nopad } from "@scure/base";
import { openRaw } from "#main/store/sqlite/open.ts";
import { exportJob, type ExportInput } from "#main/targets/export-job.ts";
import type { Figure } from "../../../scripts/lib/measure.ts";
import { sampleTime } from "../../support/sample-store.ts";
import { context, elapsed, keyFor, keysOf, type Made } from "./stores.ts";

export const exportInput = (made: Made, to: string, format: string, workspace: string): ExportInput => ({
  store: made.address,
  dataKey: keyFor(made),
  format,
  selection: { filter: { status: "active" } },
  settings: {},
  system: null,
  now: sampleTime + 1000,
  target: to,
  to,
  workspace,
  encryptTo: [],
});

interface Row {
  id: string;
  seed: Buffer;
  username: string;
}

/** The least line of each form with which a key can be used there. */
const forms: Readonly<Record<string, (row: Row, seed: Buffer) => string>> = {
  otpauth: ({ username }, seed) =>
    `otpauth://totp/Example:${username}?secret=${base32nopad.encode(seed)}&issuer=Example&algorithm=SHA1&digits=6&period=30\n`,
  "pskc-plain": ({ id, username }, seed) =>
    `<pskc:KeyPackage><pskc:DeviceInfo><pskc:SerialNo>${id}</pskc:SerialNo></pskc:DeviceInfo><pskc:Key Id="${id}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><pskc:Issuer>Example</pskc:Issuer><pskc:AlgorithmParameters><pskc:ResponseFormat Length="6" Encoding="DECIMAL"/></pskc:AlgorithmParameters><pskc:Data><pskc:Secret><pskc:PlainValue>${seed.toString("base64")}</pskc:PlainValue></pskc:Secret><pskc:TimeInterval><pskc:PlainValue>30</pskc:PlainValue></pskc:TimeInterval></pskc:Data><pskc:UserId>UID=${username}</pskc:UserId></pskc:Key></pskc:KeyPackage>\n`,
};

async function ours(made: Made, folder: string, format: string, count: number): Promise<number> {
  const to = join(folder, `ours.${format}`);
  const took = await elapsed(async () => {
    const { report } = await exportJob(exportInput(made, to, format, folder), context);
    if (report.sums.go !== count) throw new Error("not all were written");
  });
  rmSync(to);
  return took;
}

/** Each key read with its person in the same order, opened and written in a line, the file flushed; nothing is looked at. */
async function bare(made: Made, folder: string, format: string): Promise<number> {
  const to = join(folder, `bare.${format}`);
  const lineOf = forms[format];
  if (!lineOf) throw new Error(format);
  const keys = keysOf(made);
  const raw = await openRaw(made.address.file, { alone: true });
  try {
    return await elapsed(async () => {
      const stream = createWriteStream(to, { mode: 0o600, flags: "wx" });
      const rows = raw.prepare(
        `SELECT t.id, t.seed, u.username FROM users u JOIN tokens t ON t.user_id = u.id
         WHERE u.status = 'active' AND t.status = 'active' ORDER BY u.ordinal`,
      );
      for (const row of rows.iterate() as IterableIterator<Row>) {
        const seed = keys.unseal({ table: "tokens", column: "seed", row: row.id }, row.seed);
        const room = stream.write(lineOf(row, seed));
        seed.fill(0);
        if (!room) await once(stream, "drain");
      }
      stream.end();
      await finished(stream);
      const handle = await open(to);
      await handle.sync();
      await handle.close();
    });
  } finally {
    raw.close();
    keys.wipe();
    rmSync(to, { force: true });
  }
}

/** What exports cost, against the bare unseal and write. */
export const exportFigures = (folder: string, made: Made, count: number): Figure[] =>
  Object.keys(forms).map((format) => ({
    name: `export of 100,000 authenticators as ${format} / bare unseal and write`,
    ours: () => ours(made, folder, format, count),
    baseline: () => bare(made, folder, format),
    limit: 1.5,
    unit: "ms",
    rounds: 5,
  }));
