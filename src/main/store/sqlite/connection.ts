import type Database from "better-sqlite3";
import type { Kysely } from "kysely";
import type { Schema } from "../migrations/schema.ts";

/** SQLite itself, without the query builder: for what runs many thousand statements in a row. */
export type Raw = Database.Database;

const connections = new WeakMap<Kysely<Schema>, Raw>();

/** Remembers the connection behind a query builder or one of its transactions. */
export function rememberConnection(db: Kysely<Schema>, raw: Raw): void {
  connections.set(db, raw);
}

/**
 * The connection that a query builder or one of its transactions works on; what runs on it is part of the transaction.
 */
export function rawOf(db: Kysely<Schema>): Raw {
  const raw = connections.get(db);
  if (!raw) throw new TypeError("this query builder has no connection");
  return raw;
}

type Statement = Database.Statement;

const statements = new WeakMap<Raw, Map<string, Statement>>();

/** A prepared statement of the connection; prepared once. */
export function prepared(raw: Raw, text: string): Statement {
  const known = statements.get(raw) ?? new Map<string, Statement>();
  statements.set(raw, known);
  const statement = known.get(text) ?? raw.prepare(text);
  known.set(text, statement);
  return statement;
}
