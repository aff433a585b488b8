import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import { type Raw, statementsOn } from "./connection.ts";

/** Keeps prepared statements. */
function withStatementCache(raw: Raw): SqliteDatabase {
  const statement = statementsOn(raw);
  return { close: () => raw.close(), prepare: (text) => statement(text) };
}

/**
 * Takes the write lock when a transaction begins. A deferred one that reads first fails with BUSY_SNAPSHOT if another
 * process wrote in between, and cannot wait for it.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #isInTransaction: () => boolean;

  constructor(database: SqliteDatabase, isInTransaction: () => boolean) {
    super({ database });
    this.#isInTransaction = isInTransaction;
  }

  /** A full disk and disk errors already end the transaction: ending it again would hide them. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isInTransaction()) await super.rollbackTransaction(connection);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

/** Kysely over one better-sqlite3 connection; Kysely itself queues whoever waits for it. */
export class StoreDialect extends SqliteDialect {
  readonly #database: SqliteDatabase;
  readonly #raw: Raw;

  constructor(raw: Raw) {
    const database = withStatementCache(raw);
    super({ database });
    this.#database = database;
    this.#raw = raw;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database, () => this.#raw.inTransaction);
  }

  override createAdapter(): SqliteAdapter {
    return new SqliteAdapter();
  }
}
