import { Kysely } from "kysely";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Migrating } from "../migrations/migration.ts";
import { applyMigration, schemaVersion } from "../migrations/migrations.ts";
import type { Schema } from "../migrations/schema.ts";
import { offerDirect } from "../statements.ts";
import type { Tx } from "../store.ts";
import { directOn, type Raw } from "./connection.ts";
import { StoreDialect } from "./dialect.ts";

/** Marks the file as a Countersign store ("CSGN"), so that another program's database is refused. */
export const applicationId = 0x43_53_47_4e;

const notOurs = () =>
  new AppError("STORE_DAMAGED", {
    text: text("store.notOurs"),
  });

/**
 * Checks the file before anything in it changes.
 *
 * @returns its schema version; 0 for an empty database
 * @throws AppError STORE_NEWER, STORE_DAMAGED
 */
export function identify(raw: Raw): number {
  const version = raw.pragma("user_version", { simple: true }) as number;
  const owner = raw.pragma("application_id", { simple: true }) as number;
  const objects = raw.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() as number;
  const empty = version === 0 && owner === 0 && objects === 0;
  if (!empty && (owner !== applicationId || version === 0)) throw notOurs();
  if (version > schemaVersion) {
    throw new AppError("STORE_NEWER", { details: { found: version, known: schemaVersion } });
  }
  return version;
}

/** The connection must be in a transaction, and nobody else may use it. */
export function migratingOn(raw: Raw): Migrating {
  const tx = new Kysely<Schema>({ dialect: new StoreDialect(raw) }) as Tx;
  offerDirect(tx, directOn(raw));
  const exec = async (statements: string): Promise<void> => void raw.exec(statements);
  return { exec, tx };
}

async function step(raw: Raw, to: number): Promise<void> {
  raw.exec("BEGIN IMMEDIATE");
  try {
    await applyMigration(migratingOn(raw), to);
    const broken = raw.pragma("foreign_key_check") as unknown[];
    if (broken.length > 0) throw new AppError("STORE_DAMAGED", { details: { rows: broken.length } });
    raw.pragma(`user_version = ${to}`);
    raw.pragma(`application_id = ${applicationId}`);
    raw.exec("COMMIT");
  } catch (thrown) {
    if (raw.inTransaction) raw.exec("ROLLBACK");
    throw thrown;
  }
}

/** Foreign keys are off: recreating a table must not delete what refers to it. */
export async function migrate(raw: Raw, version: number): Promise<void> {
  raw.pragma("foreign_keys = OFF");
  for (let next = version + 1; next <= schemaVersion; next += 1) await step(raw, next);
  raw.pragma("foreign_keys = ON");
}
