import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { base32nopad } from "@scure/base";
import { parse } from "csv-parse";
import type { Figure } from "../../../scripts/lib/measure.ts";
import { sampleFolder } from "../../support/sample-store.ts";
import { countSeeds } from "./count-seeds.ts";

const rows = 100_000;
const manyRows = 1_000_000;

const keyOf = (n: number): Buffer => createHash("sha1").update(String(n)).digest();

/** One line of a file for each number. */
const kinds = {
  "Entra ID": {
    heading: "upn,serial number,secret key,time interval,manufacturer,model\n",
    row: (n: number) => `user${n}@example.org,SN${n},${base32nopad.encode(keyOf(n))},30,Contoso,Key\n`,
  },
  privacyIDEA: {
    heading: "# version: 2\n",
    row: (n: number) => `user${n},resolver,realm,OATH${n},${keyOf(n).toString("hex")},totp,6,30\n`,
  },
  "any table": {
    heading: "serial,secret,user,digits\n",
    row: (n: number) => `SN${n},${base32nopad.encode(keyOf(n))},user${n},6\n`,
  },
} as const;
type Kind = keyof typeof kinds;

async function writeSeeds(file: string, kind: Kind, count: number): Promise<void> {
  const stream = createWriteStream(file, { mode: 0o600 });
  stream.write(kinds[kind].heading);
  for (let n = 0; n < count; n += 1) if (!stream.write(kinds[kind].row(n))) await once(stream, "drain");
  stream.end();
  await finished(stream);
}

/** The rows as the library gives them, with nothing made of them. */
async function bareParse(file: string): Promise<void> {
  let count = 0;
  for await (const row of createReadStream(file).pipe(parse({ comment: "#" })))
    count += (row as string[]).length > 0 ? 1 : 0;
  if (count < rows) throw new Error("rows are missing");
}

async function readAll(file: string): Promise<void> {
  if ((await countSeeds(file)) !== rows) throw new Error("entries are missing");
}

/** In a process of its own. @returns MB */
async function memoryOf(file: string): Promise<number> {
  const script = fileURLToPath(import.meta.resolve("./read-seeds.ts"));
  const { stdout } = await promisify(execFile)(process.execPath, [script, file]);
  return Number(stdout);
}

/** What tables of seeds cost, against the parser alone. */
export async function tableFigures(): Promise<{ figures: Figure[]; remove: () => void }> {
  const { folder, remove } = sampleFolder("bench-seeds");
  const fileOf = (kind: Kind): string => join(folder, `${kind}.csv`);
  const names = Object.keys(kinds) as Kind[];
  for (const kind of names) await writeSeeds(fileOf(kind), kind, rows);
  const many = join(folder, "many.csv");
  await writeSeeds(many, "Entra ID", manyRows);
  return {
    figures: [
      ...names.map((kind): Figure => ({
        name: `reading 100,000 rows of ${kind} / bare csv-parse`,
        ours: () => readAll(fileOf(kind)),
        baseline: () => bareParse(fileOf(kind)),
        limit: 2,
        unit: "ms",
        rounds: 7,
        warmup: 2,
      })),
      {
        name: "memory while 1,000,000 rows of seeds are read / 100,000 rows",
        ours: () => memoryOf(many),
        baseline: () => memoryOf(fileOf("Entra ID")),
        limit: 1.5,
        unit: "MB",
        rounds: 3,
        warmup: 0,
      },
    ],
    remove,
  };
}
