import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Attention } from "#shared/contract/directory.ts";
import { defaultPolicy } from "#shared/model/policy.ts";
import type { Db } from "../store.ts";

const lowCodes = sql<number>`coalesce((SELECT CAST(value AS INTEGER) FROM policies WHERE key = 'lowCodes'), ${defaultPolicy.lowCodes})`;

/** The time of the last event: the latest that the store is sure of, whatever this computer's clock says. */
const now = sql<number>`(SELECT clock_floor FROM console)`;

const holders: Readonly<Record<Attention, RawBuilder<unknown>>> = {
  locked: sql`SELECT user_id FROM tokens WHERE status = 'locked' AND user_id IS NOT NULL`,
  lowCodes: sql`SELECT user_id FROM backup_code_sets
    WHERE voided_at IS NULL AND user_id IS NOT NULL AND total - used <= ${lowCodes}`,
  letterExpired: sql`SELECT l.user_id FROM letters l LEFT JOIN tokens t ON t.id = l.token_id
    WHERE l.voided_at IS NULL AND l.expires_at < ${now} AND t.activated_at IS NULL`,
};

/** Who needs attention for one reason. */
export interface InNeed {
  /** For a statement that starts from them. */
  from: RawBuilder<unknown>;
  /** For one that examines each row. */
  condition: RawBuilder<SqlBool>;
  isFew: boolean;
}

/** @param few up to this many are listed first */
export async function inNeed(db: Db, reason: Attention, few: number): Promise<InNeed> {
  const who = holders[reason];
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM (${who} LIMIT ${few + 1})`.execute(db);
  return {
    from: sql`(SELECT DISTINCT user_id FROM (${who})) need CROSS JOIN users ON users.id = need.user_id`,
    condition: sql<SqlBool>`users.id IN (${who})`,
    isFew: (rows[0]?.n ?? 0) <= few,
  };
}
