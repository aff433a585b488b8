import { createReadStream, createWriteStream } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parse } from "csv-parse";
import { SaxesParser } from "saxes";
import { v7 as uuidv7 } from "uuid";
import { newId } from "#main/base/ids.ts";
import { withWorkspace } from "#main/files/workspace.ts";
import { runSeeds, type SeedRunInput } from "#main/imports/seeds/seed-job.ts";
import { openRaw } from "#main/store/sqlite/open.ts";
import { SeedImportId } from "#shared/model/ids.ts";
import type { Figure } from "../../../scripts/lib/measure.ts";
import { sampleTime } from "../../support/sample-store.ts";
import {
  actor,
  context,
  elapsed,
  insertToken,
  keyFor,
  keyOf,
  keysOf,
  type Made,
  usernameOf,
  withCopy,
} from "./stores.ts";

/** How a file of seeds is written, and what the bare parser of its kind makes of it: a username and a key for each entry. */
export interface Kind {
  title: string;
  ending: string;
  heading: string;
  row: (n: number) => string;
  end: string;
  bare: (file: string, take: (username: string, key: Buffer) => void) => Promise<void>;
}

async function bareCsv(file: string, take: (username: string, key: Buffer) => void): Promise<void> {
  for await (const row of createReadStream(file).pipe(parse({ comment: "#" }))) {
    const [username = "", , , , key = ""] = row as string[];
    take(username, Buffer.from(key, "hex"));
  }
}

async function bareXml(file: string, take: (username: string, key: Buffer) => void): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let [text, username, key] = ["", "", ""];
  parser.on("opentag", () => (text = ""));
  parser.on("text", (piece) => (text += piece));
  parser.on("closetag", ({ name }) => {
    if (name === "pskc:PlainValue" && key === "") key = text;
    else if (name === "pskc:UserId") username = text.slice(4);
    else if (name === "pskc:KeyPackage") {
      take(username, Buffer.from(key, "base64"));
      [username, key] = ["", ""];
    }
  });
  for await (const piece of createReadStream(file, { encoding: "utf8" })) parser.write(piece as string);
  parser.close();
}

export const kinds: readonly Kind[] = [
  {
    title: "PSKC",
    ending: "xml",
    heading: `<?xml version="1.0" encoding="UTF-8"?>
<pskc:KeyContainer Version="1.0" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc">\n`,
    row: (n) => `  <pskc:KeyPackage>
    <pskc:DeviceInfo><pskc:Manufacturer>Example</pskc:Manufacturer><pskc:SerialNo>SN${n}</pskc:SerialNo></pskc:DeviceInfo>
    <pskc:Key Id="SN${n}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
      <pskc:AlgorithmParameters><pskc:Suite>sha1</pskc:Suite><pskc:ResponseFormat Length="6" Encoding="DECIMAL"/></pskc:AlgorithmParameters>
      <pskc:Data><pskc:Secret><pskc:PlainValue>${keyOf(n).toString("base64")}</pskc:PlainValue></pskc:Secret><pskc:Time><pskc:PlainValue>0</pskc:PlainValue></pskc:Time><pskc:TimeInterval><pskc:PlainValue>30</pskc:PlainValue></pskc:TimeInterval></pskc:Data><pskc:UserId>UID=${usernameOf(n)}</pskc:UserId>
    </pskc:Key>
  </pskc:KeyPackage>\n`,
    end: "</pskc:KeyContainer>\n",
    bare: bareXml,
  },
  {
    title: "CSV",
    ending: "csv",
    heading: "# version: 2\n",
    row: (n) => `${usernameOf(n)},resolver,realm,OATH${n},${keyOf(n).toString("hex")},totp,6,30\n`,
    end: "",
    bare: bareCsv,
  },
];

export async function writeSeeds(file: string, { heading, row, end }: Kind, count: number): Promise<void> {
  const stream = createWriteStream(file, { mode: 0o600 });
  stream.write(heading);
  for (let n = 1; n <= count; n += 1) if (!stream.write(row(n))) await once(stream, "drain");
  stream.end(end);
  await finished(stream);
}

/** Of authenticators of people who are there, none of them in the inventory. */
export const seedInput = (made: Made, file: string, workspace: string): SeedRunInput => ({
  store: made.address,
  dataKey: keyFor(made),
  files: [file],
  format: undefined,
  opening: { passphrase: null, acceptCost: false, columns: null, secretForm: null, workspace },
  unmatched: "leave",
  stock: "none",
  assign: [],
  leaveOut: [],
  only: null,
  arrive: "active",
  most: 100,
  at: sampleTime + 1000,
  actor,
  importId: newId(SeedImportId, sampleTime),
  digest: null,
  guess: false,
  report: null,
});

async function ours(made: Made, file: string, count: number): Promise<number> {
  return withCopy(made, (copy) =>
    withWorkspace(copy.dataDir, (workspace) =>
      elapsed(async () => {
        const { sums } = await runSeeds(seedInput(copy, file, workspace), context);
        if (sums.create !== count) throw new Error("not all were created");
      }),
    ),
  );
}

/** Parsed, sealed and inserted for the person of that name, in one transaction; nothing else is looked at or written. */
async function bare(made: Made, file: string, { bare: parsed }: Kind, count: number): Promise<number> {
  return withCopy(made, async (copy) => {
    const keys = keysOf(copy);
    const raw = await openRaw(copy.address.file, { alone: true });
    try {
      return await elapsed(async () => {
        const owner = raw.prepare("SELECT id FROM users WHERE username_key = ?").pluck();
        const insert = raw.prepare(insertToken);
        let done = 0;
        raw.exec("BEGIN IMMEDIATE");
        await parsed(file, (username, key) => {
          const id = uuidv7();
          const seed = keys.seal({ table: "tokens", column: "seed", row: id }, key);
          insert.run(id, owner.get(username), seed, sampleTime, sampleTime);
          done += 1;
        });
        raw.exec("COMMIT");
        if (done !== count) throw new Error("entries are missing");
      });
    } finally {
      raw.close();
      keys.wipe();
    }
  });
}

/** What imports of seeds cost, against the bare parser, seal and insert. */
export async function importFigures(folder: string, made: Made, count: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of kinds) {
    const file = join(folder, `seeds.${kind.ending}`);
    await writeSeeds(file, kind, count);
    figures.push({
      name: `import of 100,000 entries of ${kind.title} / bare parse, seal and insert`,
      ours: () => ours(made, file, count),
      baseline: () => bare(made, file, kind, count),
      limit: 2,
      unit: "ms",
      rounds: 5,
    });
  }
  return figures;
}
