import Database from "better-sqlite3";
import { closeSync, openSync } from "node:fs";
import type { UserStatus } from "#shared/model/records.ts";
import { toAppError } from "../errors/to-app-error.ts";
import { prepared, type Raw } from "./connection.ts";

/** A row of a table while it is imported, as far as the table itself tells. */
export interface StagedFacts {
  /** Number of the row in the file. */
  row: number;
  username: string | null;
  username_key: string | null;
  name: string | null;
  email: string | null;
  external_id: string | null;
  external_key: string | null;
  notes: string | null;
  status: UserStatus | null;
  /** JSON: names. */
  groups: string | null;
  name_sort: string;
  search: string;
  /** Why it is refused whatever the store holds. */
  fault: string | null;
}

export type StagedVerdict = "create" | "update" | "unchanged" | "refused";

/** What comes of a row with the store as it is. */
export interface Decision {
  verdict: StagedVerdict;
  /** For people. */
  message: string;
  user_pk: number | null;
  name_sort: string;
  search: string;
  /** Whether the user gets a new place in the order of names. */
  moves: boolean;
}

export interface StagedRow extends Omit<StagedFacts, "fault"> {
  verdict: StagedVerdict;
  message: string;
  user_pk: number | null;
}

/** New users come after known ones of the same name: their row numbers in the store will be higher. */
const newUser = Number.MAX_SAFE_INTEGER;

const rowsAtOnce = 1000;

/** What a row says, and what was decided on it. */
const columns = `row, username, username_key, name, email, external_id, external_key, notes, status, groups, name_sort,
  search, verdict, message, user_pk`;

/** Rows that one statement inserts: more at once cost less each. */
const perStatement = 8;

/** In the order of the insert statement. */
const boundValues = (r: StagedFacts): unknown[] => [
  r.row,
  r.username,
  r.username_key,
  r.name,
  r.email,
  r.external_id,
  r.external_key,
  r.notes,
  r.status,
  r.groups,
  r.name_sort,
  r.search,
  r.fault,
  ...(r.fault === null ? ["create", "", newUser] : ["refused", r.fault, null]),
];

/**
 * The rows of a table that is being imported, in a database file of its own, so that memory stays flat
 * however long the table is. The file is worthless after a crash and is removed with its folder.
 */
export class Staging {
  readonly #raw: Raw;

  /** @param file does not exist yet; made with mode 0600. @throws AppError DISK_FULL, IO_ERROR */
  constructor(file: string) {
    try {
      closeSync(openSync(file, "wx", 0o600));
      this.#raw = new Database(file);
    } catch (thrown) {
      throw toAppError(thrown);
    }
    for (const pragma of [
      "journal_mode = OFF",
      "synchronous = OFF",
      "locking_mode = EXCLUSIVE",
      "cache_size = -16384",
    ]) {
      this.#raw.pragma(pragma);
    }
    this.#raw.exec(`
      CREATE TABLE rows (
        row INTEGER PRIMARY KEY,
        username TEXT, username_key TEXT, name TEXT, email TEXT, external_id TEXT, external_key TEXT, notes TEXT,
        status TEXT, groups TEXT, name_sort TEXT NOT NULL, search TEXT NOT NULL, fault TEXT,
        verdict TEXT NOT NULL, message TEXT NOT NULL, user_pk INTEGER, place INTEGER
      ) STRICT`);
  }

  close(): void {
    this.#raw.close();
  }

  /** Adds rows in one go. */
  add(rows: readonly StagedFacts[]): void {
    this.#raw.exec("BEGIN");
    let at = 0;
    for (; at + perStatement <= rows.length; at += perStatement) {
      this.#insert(perStatement).run(...rows.slice(at, at + perStatement).flatMap(boundValues));
    }
    for (const row of rows.slice(at)) this.#insert(1).run(...boundValues(row));
    this.#raw.exec("COMMIT");
  }

  #insert(count: number) {
    const one = `(${Array.from({ length: 16 }, () => "?").join(", ")})`;
    const all = Array.from({ length: count }, () => one).join(", ");
    return prepared(
      this.#raw,
      `INSERT INTO rows (row, username, username_key, name, email, external_id, external_key, notes, status, groups,
         name_sort, search, fault, verdict, message, place) VALUES ${all}`,
    );
  }

  /** Refuses every row that shares a username or an external id with another one, and names that one. */
  refuseDuplicates(): void {
    for (const [column, what] of [
      ["username_key", "username"],
      ["external_key", "external id"],
    ] as const) {
      this.#raw.exec(`
        CREATE INDEX by_${column} ON rows (${column}) WHERE ${column} IS NOT NULL;
        UPDATE rows SET
          fault = ltrim(coalesce(fault, '') || ' The same ${what} as in row ' || (
            SELECT min(o.row) FROM rows o WHERE o.${column} = rows.${column} AND o.row <> rows.row) || '.'),
          verdict = 'refused', place = NULL
        WHERE ${column} IN (
          SELECT ${column} FROM rows WHERE ${column} IS NOT NULL GROUP BY ${column} HAVING count(*) > 1);`);
    }
    this.#raw.exec("UPDATE rows SET message = fault WHERE fault IS NOT NULL AND message <> fault");
  }

  count(): number {
    return this.#raw.prepare("SELECT count(*) FROM rows").pluck().get() as number;
  }

  /** Rows without a fault in the file's order, in pages. */
  *sound(): Generator<StagedRow[]> {
    yield* this.#pages("fault IS NULL");
  }

  /** Rows that change users who are there, in pages. */
  *updates(): Generator<StagedRow[]> {
    yield* this.#pages("verdict = 'update'");
  }

  /** All rows in the file's order, in pages. */
  *all(): Generator<StagedRow[]> {
    yield* this.#pages("true");
  }

  *#pages(condition: string): Generator<StagedRow[]> {
    const page = prepared(this.#raw, `SELECT ${columns} FROM rows WHERE row > ? AND ${condition} ORDER BY row LIMIT ?`);
    for (let after = 0; ;) {
      const rows = page.all(after, rowsAtOnce) as StagedRow[];
      const last = rows.at(-1);
      if (!last) return;
      yield rows;
      after = last.row;
    }
  }

  /** Writes down what comes of rows. */
  decide(decisions: readonly (Decision & { row: number })[]): void {
    const update = prepared(
      this.#raw,
      "UPDATE rows SET verdict = ?, message = ?, user_pk = ?, name_sort = ?, search = ?, place = ? WHERE row = ?",
    );
    this.#raw.exec("BEGIN");
    for (const { row, verdict, message, user_pk, name_sort, search, moves } of decisions) {
      const place = moves ? (user_pk ?? newUser) : null;
      update.run(verdict, message, user_pk, name_sort, search, place, row);
    }
    this.#raw.exec("COMMIT");
  }

  /** How many rows have each verdict. */
  sums(): Record<StagedVerdict, number> {
    const sums = { create: 0, update: 0, unchanged: 0, refused: 0 };
    const rows = this.#raw.prepare("SELECT verdict, count(*) AS n FROM rows GROUP BY verdict").all() as {
      verdict: StagedVerdict;
      n: number;
    }[];
    for (const { verdict, n } of rows) sums[verdict] = n;
    return sums;
  }

  /** The first rows of a verdict. */
  first(verdict: StagedVerdict, limit: number): StagedRow[] {
    return prepared(this.#raw, `SELECT ${columns} FROM rows WHERE verdict = ? ORDER BY row LIMIT ?`).all(
      verdict,
      limit,
    ) as StagedRow[];
  }

  /** Sorts the rows whose users get a place in the order of names. */
  sort(): void {
    this.#raw.exec(
      "DROP INDEX IF EXISTS by_place; CREATE INDEX by_place ON rows (name_sort, place) WHERE place IS NOT NULL",
    );
  }

  /** The rows that are placed, in the order of names. Nothing may be written here meanwhile. */
  placed(): IterableIterator<StagedRow> {
    return this.#raw
      .prepare(`SELECT ${columns} FROM rows INDEXED BY by_place WHERE place IS NOT NULL ORDER BY name_sort, place`)
      .iterate() as IterableIterator<StagedRow>;
  }

  /** Whether any new user is in a group. */
  hasGroups(): boolean {
    return (
      this.#raw.prepare("SELECT 1 FROM rows WHERE verdict = 'create' AND groups <> '[]' LIMIT 1").get() !== undefined
    );
  }

  /** How many placed rows stand from one on, before a user of the store (or the end). */
  countPlaced(from: { name_sort: string; user_pk: number | null }, until?: { name_sort: string; pk: number }): number {
    const select =
      "SELECT count(*) FROM rows INDEXED BY by_place WHERE place IS NOT NULL AND (name_sort, place) >= (?, ?)";
    const start = [from.name_sort, from.user_pk ?? newUser];
    const statement = until
      ? prepared(this.#raw, `${select} AND (name_sort, place) < (?, ?)`)
      : prepared(this.#raw, select);
    const bounds = until ? [...start, until.name_sort, until.pk] : start;
    return Number(Object.values(statement.get(...bounds) as object)[0]);
  }
}
