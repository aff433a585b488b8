import { CompiledQuery } from "kysely";
import type { Db, Tx } from "./store.ts";

/** What a statement can be given, and gives. */
export type Value = string | number | bigint | Uint8Array | null;

/**
 * Runs statements without a queue. Each promise is already settled when it is returned, so that a statement which runs
 * many thousand times costs hardly more than in the database itself.
 */
export interface Direct {
  rows(text: string, values: readonly unknown[]): Promise<unknown[]>;
  /** The first row only. */
  row(text: string, values: readonly unknown[]): Promise<unknown>;
  /** @returns how many rows were written */
  run(text: string, values: readonly unknown[]): Promise<number>;
  /** Reads while the caller works; it may not write to the same store meanwhile. */
  each(text: string, values: readonly unknown[]): Iterable<unknown>;
}

const offered = new WeakMap<Db, Direct>();

/** For an engine: nobody else can be on the connection of this query builder. */
export function offerDirect(db: Db, direct: Direct): void {
  offered.set(db, direct);
}

/** Waits until the connection is nobody's transaction, so that nothing uncommitted is read. */
const queued = (db: Db, text: string, values: readonly unknown[]) =>
  db.getExecutor().executeQuery<unknown>(CompiledQuery.raw(text, [...values]));

/**
 * All rows of a statement. It is prepared once for each connection, so its text must be one of few.
 *
 * @param values for its question marks
 */
export function rows<Row>(db: Db, text: string, ...values: readonly unknown[]): Promise<Row[]> {
  const direct = offered.get(db);
  const found = direct ? direct.rows(text, values) : queued(db, text, values).then((result) => result.rows);
  return found as Promise<Row[]>;
}

/** As `rows`: the first row, or undefined. */
export function row<Row>(db: Db, text: string, ...values: readonly unknown[]): Promise<Row | undefined> {
  const direct = offered.get(db);
  const found = direct ? direct.row(text, values) : queued(db, text, values).then((result) => result.rows[0]);
  return found as Promise<Row | undefined>;
}

/** As `rows`: what the first row has in its only column; undefined without a row. */
export async function value<Cell extends Value>(
  db: Db,
  text: string,
  ...values: readonly unknown[]
): Promise<Cell | undefined> {
  const found = await row<Record<string, Cell>>(db, text, ...values);
  return found && Object.values(found)[0];
}

/** As `value`, of a statement that always has a row, such as a count. */
export async function only<Cell extends Value>(db: Db, text: string, ...values: readonly unknown[]): Promise<Cell> {
  const found = await row<Record<string, Cell>>(db, text, ...values);
  if (!found) throw new TypeError(`no row: ${text}`);
  return Object.values(found)[0] as Cell;
}

/** Runs a statement that gives no rows. @returns how many rows were written */
export function run(tx: Tx, text: string, ...values: readonly unknown[]): Promise<number> {
  const direct = offered.get(tx);
  if (direct) return direct.run(text, values);
  return queued(tx, text, values).then(({ numAffectedRows }) => Number(numAffectedRows ?? 0n));
}

/** Row by row, in constant memory where the store is opened alone. Nothing may be written to the store meanwhile. */
export async function* each<Row>(db: Db, text: string, ...values: readonly unknown[]): AsyncGenerator<Row, void> {
  const direct = offered.get(db);
  const found = direct ? direct.each(text, values) : (await queued(db, text, values)).rows;
  for (const one of found) yield one as Row;
}
