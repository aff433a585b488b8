import Database from "better-sqlite3";
import { closeSync, openSync } from "node:fs";
import type { UserStatus } from "#shared/model/records.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { type Raw, statementsOn } from "./connection.ts";
import { noteAlikeRows } from "./staging-alike.ts";
import { settleSameRows } from "./staging-same.ts";

/** A row of a table during an import, as far as the table itself tells. */
export interface StagedFacts {
  /** Number of the row in the file. */
  row: number;
  username: string | null;
  username_key: string | null;
  /** What the username looks like, where that is not itself. */
  look_key: string | null;
  /** The username without its domain, where it has one. */
  bare_key: string | null;
  name: string | null;
  email: string | null;
  /** The address in the form in which addresses are compared. */
  email_key: string | null;
  external_id: string | null;
  external_key: string | null;
  notes: string | null;
  status: UserStatus | null;
  /** JSON: names. */
  groups: string | null;
  name_sort: string;
  search: string;
  /** JSON: texts, why it is refused whatever the store contains. */
  fault: string | null;
  /** JSON: what has to be decided before it can be accepted; null for nothing. */
  open: string | null;
  /** 1 if a new person cannot become active by this row alone. */
  blank_status: number;
  /** The address as it is read, if its domain has letters beyond ASCII. */
  international: string | null;
}

export type StagedVerdict = "create" | "update" | "unchanged" | "refused";

/** The result of a row with the store in its current state. */
export interface Decision {
  verdict: StagedVerdict;
  /** JSON: texts for people. */
  message: string;
  user_pk: number | null;
  name_sort: string;
  search: string;
  /** Whether the person gets a new position in the order of names. */
  moves: boolean;
  /** JSON: what an update changes. */
  changes: string;
  /** 1 for an update that empties a field or removes its person from a group. */
  loses: number;
  /** How many waiting letters of the person become void. */
  letters: number;
  /** What a refused row needs to be accepted. */
  decision: string | null;
  decision_column: number | null;
  decision_value: string;
}

export interface StagedRow extends Omit<StagedFacts, "fault"> {
  verdict: StagedVerdict;
  message: string;
  user_pk: number | null;
  changes: string;
  decision: string | null;
  /** Another row with the same e-mail address. */
  email_twin: number | null;
  /** Another row whose username looks like this one's. */
  look_twin: number | null;
  /** Another row whose username differs from this one's by a domain. */
  bare_twin: number | null;
}

const placedColumns = [
  "username",
  "username_key",
  "look_key",
  "name",
  "email",
  "external_id",
  "external_key",
  "notes",
  "status",
  "name_sort",
  "search",
  "user_pk",
] as const satisfies (keyof StagedRow)[];

/** A row whose person gets a position in the order of names: what is written of a new one. */
export type PlacedRow = Pick<StagedRow, (typeof placedColumns)[number]>;

/** Rows that lack the same decision. */
export interface OpenRows {
  decision: string;
  column: number | null;
  value: string;
  rows: number;
}

/** New people come after known ones of the same name: their row numbers in the store will be higher. */
const newUser = Number.MAX_SAFE_INTEGER;

const rowsAtOnce = 1000;

/** What a row says, and what was decided about it. */
const columns = `row, username, username_key, name, email, email_key, external_id, external_key, notes, status, groups,
  name_sort, search, open, blank_status, international, verdict, message, user_pk, changes, decision, email_twin,
  look_key, bare_key, look_twin, bare_twin`;

/** Rows that one statement inserts: each costs less in a batch. */
const perStatement = 8;

/** In the order of the insert statement. */
const boundValues = (r: StagedFacts): unknown[] => [
  r.row,
  r.username,
  r.username_key,
  r.name,
  r.email,
  r.email_key,
  r.external_id,
  r.external_key,
  r.notes,
  r.status,
  r.groups,
  r.name_sort,
  r.search,
  r.fault,
  r.open,
  r.blank_status,
  r.international,
  r.look_key,
  r.bare_key,
  ...(r.fault === null ? ["create", "[]", newUser] : ["refused", r.fault, null]),
];

/**
 * The rows of a table that is being imported, in a separate database file, so that memory stays constant however long
 * the table is. The file is worthless after a crash and is removed with its folder.
 */
export class Staging {
  readonly #raw: Raw;
  readonly #statement: ReturnType<typeof statementsOn>;
  /** Whether any username may be taken for another one. */
  #mayBeAlike = false;
  /** Whether anybody in the store has an address that a row has too. */
  #hasOwners = false;

  /** @param file does not exist yet; made with mode 0600. @throws AppError DISK_FULL, IO_ERROR */
  constructor(file: string) {
    try {
      closeSync(openSync(file, "wx", 0o600));
      this.#raw = new Database(file);
    } catch (thrown) {
      throw toAppError(thrown);
    }
    this.#statement = statementsOn(this.#raw);
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
        username TEXT, username_key TEXT, name TEXT, email TEXT, email_key TEXT, external_id TEXT, external_key TEXT,
        notes TEXT, status TEXT, groups TEXT, name_sort TEXT NOT NULL, search TEXT NOT NULL, fault TEXT, open TEXT,
        blank_status INTEGER NOT NULL, international TEXT, look_key TEXT, bare_key TEXT,
        verdict TEXT NOT NULL, message TEXT NOT NULL, user_pk INTEGER, place INTEGER,
        twin INTEGER, email_twin INTEGER, look_twin INTEGER, bare_twin INTEGER, changes TEXT NOT NULL DEFAULT '[]', loses INTEGER NOT NULL DEFAULT 0, letters INTEGER NOT NULL DEFAULT 0,
        decision TEXT, decision_column INTEGER, decision_value TEXT NOT NULL DEFAULT ''
      ) STRICT;
      CREATE TABLE owners (email_key TEXT NOT NULL, pk INTEGER NOT NULL, username TEXT NOT NULL,
        PRIMARY KEY (email_key, pk)) STRICT, WITHOUT ROWID`);
  }

  close(): void {
    this.#raw.close();
  }

  /** Adds rows in one batch. */
  add(rows: readonly StagedFacts[]): void {
    this.#mayBeAlike ||= rows.some(({ look_key, bare_key }) => look_key !== null || bare_key !== null);
    this.#raw.exec("BEGIN");
    let at = 0;
    for (; at + perStatement <= rows.length; at += perStatement) {
      this.#insert(perStatement).run(...rows.slice(at, at + perStatement).flatMap(boundValues));
    }
    for (const row of rows.slice(at)) this.#insert(1).run(...boundValues(row));
    this.#raw.exec("COMMIT");
  }

  #insert(count: number) {
    const one = `(${Array.from({ length: 22 }, () => "?").join(", ")})`;
    const all = Array.from({ length: count }, () => one).join(", ");
    return this.#statement(
      `INSERT INTO rows (row, username, username_key, name, email, email_key, external_id, external_key, notes, status,
         groups, name_sort, search, fault, open, blank_status, international, look_key, bare_key, verdict, message, place)
       VALUES ${all}`,
    );
  }

  /** Once all rows are added: finds those that are about the same person, or may be. */
  settleDuplicates(): void {
    settleSameRows(this.#raw);
    if (this.#mayBeAlike) noteAlikeRows(this.#raw);
  }

  /** Records which of the store's people have an address that a row has too. */
  async noteOwners(people: AsyncIterable<{ pk: number; username: string; email_key: string }>): Promise<void> {
    const wanted = this.#statement(
      "SELECT 1 FROM rows WHERE email_key = ? AND fault IS NULL AND twin IS NULL LIMIT 1",
    ).pluck();
    const insert = this.#statement("INSERT INTO owners (email_key, pk, username) VALUES (?, ?, ?)");
    this.#raw.exec("BEGIN; DELETE FROM owners");
    this.#hasOwners = false;
    for await (const { pk, username, email_key } of people) {
      if (wanted.get(email_key) === undefined) continue;
      insert.run(email_key, pk, username);
      this.#hasOwners = true;
    }
    this.#raw.exec("COMMIT");
  }

  /** Somebody else in the store who has an address. @param pk of the person who may have it; null for a new one */
  otherOwner(emailKey: string, pk: number | null): string | undefined {
    if (!this.#hasOwners) return undefined;
    return this.#statement("SELECT username FROM owners WHERE email_key = ? AND pk <> ? LIMIT 1")
      .pluck()
      .get(emailKey, pk ?? -1) as string | undefined;
  }

  hasEmails(): boolean {
    return this.#raw.prepare("SELECT 1 FROM rows WHERE email_key IS NOT NULL LIMIT 1").get() !== undefined;
  }

  count(): number {
    return this.#raw.prepare("SELECT count(*) FROM rows").pluck().get() as number;
  }

  /** Rows that have to be decided, in the file's order, in pages: without a fault, and identical ones once. */
  *sound(): Generator<StagedRow[]> {
    yield* this.#pages("fault IS NULL AND twin IS NULL");
  }

  /** Rows that change existing people, in pages. */
  *updates(): Generator<StagedRow[]> {
    yield* this.#pages("verdict = 'update'");
  }

  /** All rows in the file's order, in pages. */
  *all(): Generator<StagedRow[]> {
    yield* this.#pages("true");
  }

  *#pages(condition: string): Generator<StagedRow[]> {
    const page = this.#statement(`SELECT ${columns} FROM rows WHERE row > ? AND ${condition} ORDER BY row LIMIT ?`);
    for (let after = 0; ;) {
      const rows = page.all(after, rowsAtOnce) as StagedRow[];
      const last = rows.at(-1);
      if (!last) return;
      yield rows;
      after = last.row;
    }
  }

  /** Records the results of rows. */
  decide(decisions: readonly (Decision & { row: number })[]): void {
    const update = this.#statement(
      `UPDATE rows SET verdict = ?, message = ?, user_pk = ?, name_sort = ?, search = ?, place = ?, changes = ?,
         loses = ?, letters = ?, decision = ?, decision_column = ?, decision_value = ? WHERE row = ?`,
    );
    this.#raw.exec("BEGIN");
    for (const { row, verdict, message, user_pk, name_sort, search, moves, ...d } of decisions) {
      const place = moves ? (user_pk ?? newUser) : null;
      const rest = [d.changes, d.loses, d.letters, d.decision, d.decision_column, d.decision_value];
      update.run(verdict, message, user_pk, name_sort, search, place, ...rest, row);
    }
    this.#raw.exec("COMMIT");
  }

  /** How many rows have each result. */
  sums(): Record<StagedVerdict, number> {
    const sums = { create: 0, update: 0, unchanged: 0, refused: 0 };
    const rows = this.#raw.prepare("SELECT verdict, count(*) AS n FROM rows GROUP BY verdict").all() as {
      verdict: StagedVerdict;
      n: number;
    }[];
    for (const { verdict, n } of rows) sums[verdict] = n;
    return sums;
  }

  /** What the updates take away: how many of them do, and how many letters become void. */
  losses(): { updates: number; letters: number } {
    return this.#raw
      .prepare("SELECT total(loses) AS updates, total(letters) AS letters FROM rows WHERE verdict = 'update'")
      .get() as { updates: number; letters: number };
  }

  /** The missing decisions, those for most rows first. */
  openRows(limit: number): OpenRows[] {
    return this.#raw
      .prepare(
        `SELECT decision, decision_column AS "column", decision_value AS value, count(*) AS rows FROM rows
         WHERE decision IS NOT NULL GROUP BY 1, 2, 3 ORDER BY rows DESC, min(row) LIMIT ?`,
      )
      .all(limit) as OpenRows[];
  }

  /** Numbers of the first rows that lack a decision. */
  firstOpen({ decision, column, value }: Omit<OpenRows, "rows">, limit: number): number[] {
    return this.#raw
      .prepare(
        `SELECT row FROM rows WHERE decision = ? AND decision_column IS ? AND decision_value = ? ORDER BY row LIMIT ?`,
      )
      .pluck()
      .all(decision, column, value, limit) as number[];
  }

  /** The first rows with a result. */
  first(verdict: StagedVerdict, limit: number): StagedRow[] {
    return this.#statement(`SELECT ${columns} FROM rows WHERE verdict = ? ORDER BY row LIMIT ?`).all(
      verdict,
      limit,
    ) as StagedRow[];
  }

  /** Sorts the rows whose people get a position in the order of names. */
  sort(): void {
    this.#raw.exec(
      "DROP INDEX IF EXISTS by_place; CREATE INDEX by_place ON rows (name_sort, place) WHERE place IS NOT NULL",
    );
  }

  /** The rows that get positions, in the order of names. Nothing may be written here meanwhile. */
  placed(): IterableIterator<PlacedRow> {
    return this.#inOrder(placedColumns.join(", ")) as IterableIterator<PlacedRow>;
  }

  /** As `placed`: whom they are about, and their groups. */
  placedGroups(): IterableIterator<Pick<StagedRow, "user_pk" | "groups">> {
    return this.#inOrder("user_pk, groups") as IterableIterator<Pick<StagedRow, "user_pk" | "groups">>;
  }

  /** Each column of a row that is read costs. */
  #inOrder(wanted: string): IterableIterator<unknown> {
    return this.#raw
      .prepare(`SELECT ${wanted} FROM rows INDEXED BY by_place WHERE place IS NOT NULL ORDER BY name_sort, place`)
      .iterate();
  }

  /** Whether any new person is in a group. */
  hasGroups(): boolean {
    return (
      this.#raw.prepare("SELECT 1 FROM rows WHERE verdict = 'create' AND groups <> '[]' LIMIT 1").get() !== undefined
    );
  }

  /** How many placed rows there are from one on, before a person of the store (or the end). */
  countPlaced(from: { name_sort: string; user_pk: number | null }, until?: { name_sort: string; pk: number }): number {
    const select =
      "SELECT count(*) FROM rows INDEXED BY by_place WHERE place IS NOT NULL AND (name_sort, place) >= (?, ?)";
    const start = [from.name_sort, from.user_pk ?? newUser];
    const statement = until ? this.#statement(`${select} AND (name_sort, place) < (?, ?)`) : this.#statement(select);
    const bounds = until ? [...start, until.name_sort, until.pk] : start;
    return Number(Object.values(statement.get(...bounds) as object)[0]);
  }
}
