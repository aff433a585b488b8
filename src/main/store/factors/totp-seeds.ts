import { randomInt } from "node:crypto";
import { sql } from "kysely";
import type { TokenId } from "#shared/model/ids.ts";
import type { Algorithm, Digits } from "#shared/model/records.ts";
import type { Db } from "../store.ts";

export interface TotpSeed {
  id: TokenId;
  /** Sealed. */
  seed: Buffer;
  algorithm: Algorithm;
  digits: Digits;
}

const seeds = (db: Db) =>
  db
    .selectFrom("tokens")
    .select(["id", "seed", "algorithm", "digits"])
    .where("kind", "=", "totp")
    .where("seed", "is not", null);

const withSeed = (row: Omit<TotpSeed, "seed"> & { seed: Buffer | null }): TotpSeed | null =>
  row.seed ? { ...row, seed: row.seed } : null;

/** A random active time-based authenticator; null if there is none. */
export async function someTotpSeed(db: Db): Promise<TotpSeed | null> {
  const rowid = sql<number>`rowid`;
  const active = seeds(db).where("status", "=", "active").orderBy(rowid).limit(1);
  const { last } = await db
    .selectFrom("tokens")
    .select(sql<number | null>`max(rowid)`.as("last"))
    .executeTakeFirstOrThrow();
  if (last === null) return null;
  // The next one after a random position or, if there is none, the first.
  const row =
    (await active.where(rowid, ">=", randomInt(last) + 1).executeTakeFirst()) ?? (await active.executeTakeFirst());
  return row ? withSeed(row) : null;
}

/** The seed of a time-based authenticator; null if it has none. */
export async function totpSeed(db: Db, id: TokenId): Promise<TotpSeed | null> {
  const row = await seeds(db).where("id", "=", id).executeTakeFirst();
  return row ? withSeed(row) : null;
}
