import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { verifyChain } from "#main/audit/verify.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { Keys } from "#main/keys/keys.ts";
import { newFolder, Site, strayNames } from "../../support/backups.ts";
import { startChild } from "../../support/processes.ts";
import { makeSample, sampleFolder } from "../../support/sample-store.ts";
import { nothingMaySkip } from "../../support/tools.ts";
import type { Work } from "./import.child.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const script = new URL("import.child.ts", import.meta.url);
const known = 100;
const fresh = 3000;

let folder: string;
let remove: () => void;
/** A data folder with a store of `known` users; never worked in itself. */
let pristine: string;
let dataKeyFile: string;
let table: string;
let runs = 0;

beforeAll(async () => {
  ({ folder, remove } = sampleFolder("import"));
  pristine = join(folder, "pristine");
  const sample = await makeSample(pristine, { users: known, events: 10 });
  await sample.store.close();
  dataKeyFile = join(folder, "data.key");
  writeFileSync(dataKeyFile, sample.dataKey);
  table = join(folder, "people.csv");
  const changed = Array.from({ length: known }, (_, n) => `user${String(n).padStart(6, "0")},Renamed ${n},Staff\r\n`);
  const added = Array.from(
    { length: fresh },
    (_, n) => `new${n},Somebody ${(n * 7919) % fresh},Staff;Team ${n % 9}\r\n`,
  );
  writeFileSync(table, `username,name,groups\r\n${changed.join("")}${added.join("")}`);
});
afterAll(() => remove());

const newPlace = (): string => {
  const dataDir = join(folder, `run-${(runs += 1)}`);
  cpSync(pristine, dataDir, { recursive: true });
  return dataDir;
};

/** Opens the place as the next start does: nothing or all of the import, and nothing else. @returns whether all of it */
async function expectNothingOrAll(dataDir: string, what: string): Promise<boolean> {
  const site = await Site.open(dataDir);
  const keys = new Keys(readFileSync(dataKeyFile));
  try {
    expect(strayNames(dataDir), what).toEqual([]);
    const { db } = site.store ?? {};
    if (!db) throw new Error("no store");
    const count = async (name: "users" | "groups" | "group_members" | "imports" | "import_rows"): Promise<number> =>
      (
        await db
          .selectFrom(name)
          .select((select) => select.fn.countAll<number>().as("n"))
          .executeTakeFirstOrThrow()
      ).n;
    const counts = [
      await count("users"),
      await count("groups"),
      await count("group_members"),
      await count("imports"),
      await count("import_rows"),
    ];
    expect(
      [
        [known, 0, 0, 0, 0],
        [known + fresh, 10, known + 2 * fresh, 1, known + fresh],
      ],
      what,
    ).toContainEqual(counts);
    const all = counts[0] !== known;
    const renamed = await db.selectFrom("users").select("pk").where("name", "like", "Renamed%").execute();
    expect(renamed, what).toHaveLength(all ? known : 0);
    const context = { signal: new AbortController().signal, onProgress: () => undefined };
    expect(await verifyChain(db, keys, context), what).toMatchObject({ valid: true });
    return all;
  } finally {
    keys.wipe();
    await site.close();
  }
}

interface Point {
  phase: string;
  /** The nth message of the phase. */
  nth: number;
}

const points: Point[] = [
  { phase: "read", nth: 1 },
  { phase: "check", nth: 1 },
  ...[1, 2, 4].map((nth) => ({ phase: "write", nth })),
];

test.each(points)(
  "an import that is killed at message $nth of $phase leaves nothing of it or all",
  async ({ phase, nth }) => {
    const dataDir = newPlace();
    const child = startChild(script, [JSON.stringify({ dataDir, file: table, dataKeyFile } satisfies Work)]);
    const reached = await child.line((line) => line.startsWith(`progress ${phase} `), nth);
    if (reached !== null) child.process.kill("SIGKILL");
    await child.ended;
    const all = await expectNothingOrAll(dataDir, phase);
    if (reached === null) expect(all).toBe(true);
    rmSync(dataDir, { recursive: true });
  },
);

test("an import that is not killed is there", async () => {
  const dataDir = newPlace();
  const child = startChild(script, [JSON.stringify({ dataDir, file: table, dataKeyFile } satisfies Work)]);
  expect(await child.line((line) => line.startsWith("result "))).toBe(`result done ${fresh} ${known}`);
  await child.ended;
  expect(await expectNothingOrAll(dataDir, "whole")).toBe(true);
});

/** Runs a command with a small disk of its own at $1, gone with the process; `$2` are its mount options. */
const withDisk = [
  "unshare",
  "-rm",
  "sh",
  "-c",
  'mount -t tmpfs -o "$2" none "$1" && shift 2 && exec "$@"',
  "sh",
] as const;

function disksMissing(): boolean {
  const [command, ...args] = withDisk;
  if (process.platform === "linux" && spawnSync(command, [...args, "/mnt", "size=1m", "true"]).status === 0)
    return false;
  const reason = "no small disk can be mounted here (unshare -rm)";
  if (nothingMaySkip()) throw new Error(reason);
  console.warn(`skipped: ${reason}`);
  return true;
}

describe.skipIf(disksMissing())("a disk that fills up", () => {
  // Room for the store; for a part of the rows that are read; for a part of what is written.
  test.each([0.1, 0.5, 1.4])("with %f MB left", async (left) => {
    const mounted = newFolder(folder, `disk-${left}`);
    const size = Math.ceil(statSync(storeFile(pristine)).size + left * 1024 ** 2);
    const inside: Work = { dataDir: join(mounted, "data"), file: table, dataKeyFile, copyFrom: pristine };
    const child = startChild(script, [JSON.stringify(inside)], { prefix: [...withDisk, mounted, `size=${size}`] });
    expect(await child.line((line) => line.startsWith("result "))).toBe("result DISK_FULL");
    expect(await child.ended).toBe(0);
  });
});
