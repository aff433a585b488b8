import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { say } from "#shared/texts/say.ts";
import type { Entry, Opening, RefusedEntry } from "#main/formats/format.ts";
import { judge } from "#main/formats/judge.ts";
import { formatOf } from "#main/formats/registry.ts";
import { withSource } from "#main/formats/source.ts";

/** Samples of other programs' files: `FORMAT/NAME.EXT`, and what is in each: `FORMAT/NAME.EXT.expected.json`. */
const folder = path.join(import.meta.dirname, "../corpus/seeds");

/** What is expected of an entry; what is left out is as every program takes it. */
interface ExpectedEntry {
  /** Words that the reason for a refusal must hold; without it, the entry is kept. */
  refused?: string;
  type?: string;
  issuer?: string;
  account?: string;
  label?: string;
  /** In hex. */
  secret?: string;
  algorithm?: string;
  digits?: number;
  period?: number;
  counter?: number;
  lastStep?: number;
  serial?: string;
  model?: string;
  owner?: Partial<Entry["owner"]>;
  disabled?: boolean;
  backupCodes?: string[];
  /** As they are said. */
  notKept?: string[];
}

interface Expected {
  passphrase?: string;
  entries: ExpectedEntry[];
}

export interface Sample {
  format: string;
  /** `FORMAT/NAME.EXT` */
  name: string;
  file: string;
  expected: Expected;
}

export const samples: readonly Sample[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: format }) =>
    readdirSync(path.join(folder, format))
      .filter((name) => name.endsWith(".expected.json"))
      .map((name) => {
        const file = path.join(folder, format, name.replace(/\.expected\.json$/u, ""));
        const expected = JSON.parse(readFileSync(path.join(folder, format, name), "utf8")) as Expected;
        return { format, name: `${format}/${path.basename(file)}`, file, expected };
      }),
  );

const workspace = mkdtempSync(path.join(tmpdir(), "countersign-reading-"));
process.on("exit", () => rmSync(workspace, { recursive: true, force: true }));

export const opening = (passphrase: string | null = null, more: Partial<Opening> = {}): Opening => ({
  columns: null,
  secretForm: null,
  passphrase,
  acceptCost: false,
  workspace,
  signal: new AbortController().signal,
  ...more,
});

/** @param format otherwise it is found out */
export function readSeeds(
  file: string,
  opens: Opening = opening(),
  format?: string,
): Promise<{ format: string; entries: (Entry | RefusedEntry)[] }> {
  return withSource(file, async (source) => {
    const found = formatOf(source, format);
    const entries: (Entry | RefusedEntry)[] = [];
    for await (const candidate of found.read.read(source, opens)) entries.push(judge(candidate));
    return { format: found.id, entries };
  });
}

const usual = { issuer: "", account: "" };
const usualKept = {
  ...usual,
  type: "totp",
  algorithm: "SHA1",
  digits: 6,
  period: 30,
  counter: null,
  lastStep: null,
  label: "",
  serial: "",
  model: "",
  owner: { username: "", name: "", email: "", externalId: "" },
  disabled: false,
  backupCodes: [],
  notKept: [],
};

/** What was expected, with everything that it leaves out. */
export const whole = ({ refused, ...entry }: ExpectedEntry) =>
  refused === undefined
    ? { ...usualKept, ...entry, owner: { ...usualKept.owner, ...entry.owner } }
    : { ...usual, type: "totp", ...entry, refused };

/** An entry in the form of what is expected; of a reason, `expected` where it holds these words. */
export function told(entry: Entry | RefusedEntry, expected: ExpectedEntry | undefined) {
  if (entry.verdict === "refused") {
    const { issuer, account, type, reason } = entry;
    const said = say(reason);
    const words = expected?.refused;
    return { issuer, account, type, refused: words !== undefined && said.includes(words) ? words : said };
  }
  const { verdict: _, at: _at, kind, seed, notKept, ...rest } = entry;
  return { ...rest, type: kind, secret: seed.toString("hex"), notKept: notKept.map((one) => say(one)) };
}
