import type { InputOf } from "#shared/contract/index.ts";
import { rows, run } from "#main/store/statements.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { percentile } from "../../../scripts/lib/measure.ts";
import { fillDirectory, madeUpPeople, sequence, type Someone } from "../../support/directory.ts";
import type { BenchConsole } from "../console.ts";
import type { Area } from "../support.ts";
import type { BareDirectory, BareFilter } from "./bare-search.ts";

export const directorySize = 1_000_000;

/** People written in one transaction: as many as an import. */
const atOnce = 100_000;

/** Every fiftieth has left, every tenth has begun an enrolment: filters of all sizes. */
const someStates = [
  `UPDATE users SET status = 'left' WHERE pk % 50 = 0`,
  `UPDATE users SET enrolment = 'pending' WHERE pk % 10 = 3`,
  `INSERT INTO groups (id, name, name_key, description, created_at) VALUES
    ('01927f5e-0000-7000-8000-000000000001', 'Ward 7', 'ward 7', '', 1),
    ('01927f5e-0000-7000-8000-000000000002', 'Nursing', 'nursing', '', 1)`,
  `INSERT INTO group_members SELECT 1, pk FROM users WHERE pk % 1000 = 1`,
  `INSERT INTO group_members SELECT 2, pk FROM users WHERE pk % 7 = 1`,
];

/** Fills a console's store with a million made-up people while it is closed to others. */
export async function fillStore(dataDir: string): Promise<void> {
  const store = await openStore(storeFile(dataDir), { alone: true });
  await rows(store.db, "PRAGMA cache_size = -262144");
  await rows(store.db, "PRAGMA synchronous = OFF");
  const people = madeUpPeople(directorySize);
  for (let written = 0; written < directorySize; written += atOnce) {
    const batch: Someone[] = [];
    for (let next = people.next(); !next.done; next = people.next()) {
      batch.push(next.value);
      if (batch.length === atOnce) break;
    }
    await store.write((tx) => fillDirectory(tx, batch, 1));
  }
  for (const statement of someStates) await store.write((tx) => run(tx, statement));
  await store.scrub();
  await store.close();
}

/** Common and rare, short and long, found and not found; and parts of real names, user names, addresses and ids. */
function searchTerms(texts: readonly string[]): string[] {
  const common = [
    "a",
    "an",
    "ann",
    "anna",
    "ma",
    "ber",
    "example",
    "example.org",
    "@example",
    "e1",
    "0",
    "an ma",
    "an ma ri",
  ];
  const rare = ["zq", "xaxa", "berlor", "lorlorlor", "mple.orx", "qqq", "123456", "9999", "e1234", "0000000", "x y z"];
  const next = sequence(7);
  const parts = Array.from({ length: 600 }, (_, n) => {
    const text = texts[n % texts.length]?.split("\n")[next(4)] ?? "a";
    const length = 1 + next(9);
    const from = next(Math.max(1, text.length - length));
    return text.slice(from, from + length).trim() || "a";
  });
  return [...common, ...rare, ...parts];
}

/** What both sides can be asked for. */
type Asked = InputOf<"users.list"> & BareFilter;

/** @param bare the same people, asked for by single statements */
export function searchFigures(bench: BenchConsole, texts: readonly string[], bare: BareDirectory): Area["figures"] {
  const terms = searchTerms(texts);
  const timed = async (input: InputOf<"users.list">): Promise<{ took: number; next: string | null }> => {
    const begun = performance.now();
    const page = await bench.call("users.list", input);
    return { took: performance.now() - begun, next: page.nextCursor };
  };
  const firstPages = async (): Promise<number> => {
    const times: number[] = [];
    for (const search of terms) times.push((await timed({ search })).took);
    return percentile(times, 0.99);
  };
  const nextPages = async (): Promise<number> => {
    const times: number[] = [];
    for (const search of terms) {
      const { next } = await timed({ search });
      if (next !== null) times.push((await timed({ search, cursor: next })).took);
    }
    return percentile(times, 0.99);
  };
  const filters = async (): Promise<Asked[]> => {
    const { groups } = await bench.call("groups.list", {});
    return [
      {},
      { status: "left" },
      { status: "active" },
      { enrolment: "pending" },
      { enrolment: "none", status: "left" },
      ...groups.map(({ id }) => ({ group: id })),
      ...groups.map(({ id }) => ({ group: id, status: "active" as const })),
      { sort: "username" },
      { sort: "newest" },
      { startAt: "m" },
    ];
  };
  const filtered = async (work: (filter: Asked) => Promise<number>): Promise<number> => {
    const asked = await filters();
    const times: number[] = [];
    for (let round = 0; round < 10; round += 1) for (const filter of asked) times.push(await work(filter));
    return percentile(times, 0.99);
  };
  const ofTerms = (work: (term: string) => number | null): number =>
    percentile(
      terms.map(work).filter((took) => took !== null),
      0.99,
    );
  const one = { unit: "ms", rounds: 3 } as const;
  return [
    {
      name: "search in 1,000,000, first 50 by name and count, p99 / a plain FTS5 prefix query by name",
      ours: firstPages,
      baseline: () => ofTerms((term) => bare.search(term)),
      limit: 1,
      ...one,
    },
    {
      name: "search in 1,000,000, next page, p99 / a bare keyset query",
      ours: nextPages,
      baseline: () => ofTerms((term) => bare.nextPage(term)),
      limit: 1.5,
      ...one,
    },
    {
      name: "filters, sorts and their counts over 1,000,000, p99 / the same by single statements over the same indexes",
      ours: () => filtered(async (filter) => (await timed(filter)).took),
      baseline: () => filtered((filter) => Promise.resolve(bare.filter(filter))),
      limit: 2.5,
      ...one,
    },
  ];
}
