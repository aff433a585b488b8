import type { Tx } from "../store.ts";

/** What a migration can do, in the transaction that brings a store to the next version. */
export interface Migrating {
  /** Statements of SQL. */
  readonly exec: (text: string) => Promise<void>;
  /** For what only a program can compute. Its types are those of the newest version. */
  readonly tx: Tx;
}

/** SQL, or SQL with what only a program can compute. Runs without foreign keys enforced; they are checked at its end. */
export type Migration = string | ((store: Migrating) => Promise<void>);
