import type Database from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from "kysely";

/** The gateways' statements are few and fixed; this only limits what searches could add. */
const maxStatements = 500;

/** Keeps prepared statements: preparing one costs more than running it. */
function withStatementCache(raw: Database.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => raw.close(),
    prepare(text) {
      const known = statements.get(text);
      if (known) return known;
      if (statements.size >= maxStatements) statements.clear();
      const statement = raw.prepare(text) as unknown as SqliteStatement;
      statements.set(text, statement);
      return statement;
    },
  };
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
  readonly #raw: Database.Database;

  constructor(raw: Database.Database) {
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
