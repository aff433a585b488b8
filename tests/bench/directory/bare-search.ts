import { join } from "node:path";
import Database from "better-sqlite3";
import { storeFile } from "#main/store/data-folder.ts";
import { addressIn, viewAt } from "#main/store/open.ts";
import { planSearch } from "#main/store/search/search-text.ts";
import { shareIn } from "#main/store/search/text-sample.ts";

const pageSize = 50;

/** What a list of people can be asked for besides a search. */
export interface BareFilter {
  status?: string;
  enrolment?: string;
  group?: string;
  sort?: "name" | "username" | "newest";
  startAt?: string;
}

const orders = {
  name: "u.name_sort, u.pk",
  username: "u.username_key, u.pk",
  newest: "u.pk DESC",
} as const;

/** Of a filter: a person's position in the order of names is a column, and in the indexes of the states. */
const filtered = { ...orders, name: "u.ordinal" } as const;

/** Matches that are counted. */
const counted = 501;

/** SQL with a question mark, and its value. */
type Condition = readonly [text: string, value: string];

const startsAt = "u.ordinal >= (SELECT ordinal FROM store.users WHERE name_sort >= ? ORDER BY name_sort, pk LIMIT 1)";

const inGroup = "m.group_pk = (SELECT pk FROM store.groups WHERE id = ?)";

interface Way {
  from: string;
  conditions: Condition[];
}

/** By the index of each state, in the order that is asked for, and by the group. */
function waysTo({ status, enrolment, group }: Pick<BareFilter, "status" | "enrolment" | "group">): Way[] {
  const everybody = "store.users u";
  // Behind a plus, no index is used.
  const states = [["", "+"] as const, ["+", ""] as const].map(([first, second]): Condition[] => [
    ...(status === undefined ? [] : [[`${first}u.status = ?`, status] as const]),
    ...(enrolment === undefined ? [] : [[`${second}u.enrolment = ?`, enrolment] as const]),
  ]);
  if (group === undefined) return states.map((conditions) => ({ from: everybody, conditions }));
  const isMember = `EXISTS (SELECT 1 FROM store.group_members m WHERE ${inGroup} AND m.user_pk = u.pk)`;
  const members = `store.group_members m CROSS JOIN ${everybody} ON u.pk = m.user_pk`;
  return states.flatMap((conditions) => [
    { from: everybody, conditions: [[isMember, group], ...conditions] },
    { from: members, conditions: [[inGroup, group], ...conditions] },
  ]);
}

const allOf = (conditions: readonly Condition[]): string => conditions.map(([text]) => text).join(" AND ") || "true";
const valuesOf = (conditions: readonly Condition[]): string[] => conditions.map(([, value]) => value);

/** Each word as the beginning of one: what FTS5 is usually asked. */
const asPrefixes = (search: string): string =>
  search
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => `"${word}"*`)
    .join(" ");

/**
 * The same people asked for by single statements: what an application does without thinking about it, on a connection of
 * its own.
 */
export class BareDirectory {
  readonly #raw: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #shareOf: (gram: string) => number;

  /** Knows how common parts of words are as the console does. */
  static async open(dataDir: string, folder: string): Promise<BareDirectory> {
    const view = await viewAt(addressIn(dataDir));
    try {
      return new BareDirectory(dataDir, folder, await shareIn(view.db));
    } finally {
      await view.close();
    }
  }

  /** Indexes the people's texts by whole words, with FTS5's own index of prefixes. */
  private constructor(dataDir: string, folder: string, shareOf: (gram: string) => number) {
    this.#raw = new Database(join(folder, "plain.db"));
    this.#raw.pragma("journal_mode = WAL");
    this.#raw.prepare("ATTACH ? AS store").run(storeFile(dataDir));
    this.#raw.exec(`
      CREATE VIRTUAL TABLE plain USING fts5 (text, content = '', prefix = '1 2 3');
      INSERT INTO plain (rowid, text) SELECT pk, search FROM store.users;`);
    this.#shareOf = shareOf;
  }

  #all(text: string, ...values: unknown[]): unknown[] {
    const statement = this.#statements.get(text) ?? this.#raw.prepare(text);
    this.#statements.set(text, statement);
    return statement.all(...values);
  }

  /** A plain FTS5 prefix query. @returns milliseconds */
  search(term: string): number {
    const match = asPrefixes(term);
    return timed(() => {
      if (match === "") return;
      this.#all(
        `SELECT u.* FROM plain JOIN store.users u ON u.pk = plain.rowid
         WHERE plain MATCH ? ORDER BY ${orders.name} LIMIT ${pageSize}`,
        match,
      );
    });
  }

  /**
   * A bare keyset query for the rows after the first page, over the same index of parts of words as the console's: which
   * parts to ask for is known beforehand.
   *
   * @returns milliseconds; null if there is no next page
   */
  nextPage(term: string): number | null {
    const plan = planSearch(term, this.#shareOf);
    if (!plan) return null;
    const text = `
      SELECT u.* FROM store.users_fts CROSS JOIN store.users u ON u.ordinal = users_fts.rowid
      WHERE users_fts MATCH ? AND users_fts.rowid > ? ${plan.verify.map(() => "AND instr(u.search, ?) > 0").join(" ")}
      ORDER BY users_fts.rowid LIMIT ${pageSize + 1}`;
    const rows = (after: number) => this.#all(text, plan.match, after, ...plan.verify) as { ordinal: number }[];
    const first = rows(-1);
    const last = first[pageSize - 1];
    if (first.length <= pageSize || !last) return null;
    return timed(() => rows(last.ordinal));
  }

  /**
   * The first page with a filter, and how many people match it, up to the bound to which the console counts too: single
   * statements over the store's own indexes. Where several indexes could lead to them, each is tried, and the fastest
   * counts.
   *
   * @returns milliseconds
   */
  filter({ sort = "name", startAt, ...filter }: BareFilter): number {
    const begins: Condition[] = startAt === undefined ? [] : [[startsAt, startAt]];
    return Math.min(
      ...waysTo(filter).map(({ from, conditions: asked }) => {
        const shown = [...asked, ...begins];
        return timed(() => {
          this.#all(
            `SELECT u.* FROM ${from} WHERE ${allOf(shown)} ORDER BY ${filtered[sort]} LIMIT ${pageSize}`,
            ...valuesOf(shown),
          );
          this.#all(
            `SELECT count(*) FROM (SELECT 1 FROM ${from} WHERE ${allOf(asked)} LIMIT ${counted})`,
            ...valuesOf(asked),
          );
        });
      }),
    );
  }

  close(): void {
    this.#raw.close();
  }
}

function timed(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
