import type Database from "better-sqlite3";
import type { Direct } from "../statements.ts";
import { planOnce } from "./plan-once.ts";

/** SQLite's own connection. Nothing outside of this folder has one. */
export type Raw = Database.Database;

type Statement = Database.Statement;

/** The gateways' statements are few and fixed; this only limits what searches could add. */
const mostStatements = 500;

const statements = new WeakMap<Raw, Map<string, Statement>>();

/** @returns gives a statement of the connection, which is prepared once: that costs more than running it */
export function statementsOn(raw: Raw): (text: string) => Statement {
  const known = statements.get(raw) ?? new Map<string, Statement>();
  statements.set(raw, known);
  return (text) => {
    let statement = known.get(text);
    if (statement) return statement;
    if (known.size >= mostStatements) known.clear();
    known.set(text, (statement = raw.prepare(planOnce(text))));
    return statement;
  };
}

/** Rows that this connection has inserted, changed and deleted since it was opened, also by triggers. */
export const rowsChanged = (raw: Raw): number =>
  (statementsOn(raw)("SELECT total_changes() AS changes").get() as { changes: number }).changes;

/** A promise that is settled at once: the statement has run, or has thrown. */
function settled<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (thrown) {
    return Promise.reject(thrown);
  }
}

/** Statements on a connection that nobody else uses meanwhile. */
export function directOn(raw: Raw): Direct {
  const statement = statementsOn(raw);
  return {
    rows: (text, values) =>
      settled(() => {
        const one = statement(text);
        if (one.reader) return one.all(values);
        one.run(values);
        return [];
      }),
    row: (text, values) => settled(() => statement(text).get(values)),
    run: (text, values) => settled(() => statement(text).run(values).changes),
    // Not a kept statement: it is busy as long as somebody reads.
    each: (text, values) => raw.prepare(text).iterate(values),
  };
}
