import type { HardwareTokenId, TokenId, UserId } from "#shared/model/ids.ts";
import { row, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import type { EndedTokenRow } from "../migrations/ended-schema.ts";
import type { HardwareTokenRow, TokenRow } from "../migrations/schema.ts";

const columns = [
  "id",
  "user_id",
  "hardware_id",
  "label",
  "serial",
  "kind",
  "algorithm",
  "digits",
  "period",
  "seed",
  "last_step",
  "drift",
  "why",
  "ended_at",
] as const satisfies (keyof EndedTokenRow)[];

const insert = `INSERT OR REPLACE INTO ended_tokens (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;

export async function insertEndedToken(tx: Tx, ended: EndedTokenRow): Promise<void> {
  await run(tx, insert, ...columns.map((name) => ended[name]));
}

/** Newest first, those that have ended since `after`, UTC milliseconds. */
export const endedTokensOf = (db: Db, user: UserId, after: number): Promise<EndedTokenRow[]> =>
  rows<EndedTokenRow>(
    db,
    "SELECT * FROM ended_tokens WHERE user_id = ? AND ended_at >= ? ORDER BY ended_at DESC, id DESC LIMIT 20",
    user,
    after,
  );

/** Deletes those that ended before a moment, UTC milliseconds. */
export async function eraseEndedTokens(tx: Tx, before: number): Promise<void> {
  await run(tx, "DELETE FROM ended_tokens WHERE ended_at < ?", before);
}

export const tokenToEnd = (db: Db, id: TokenId): Promise<TokenRow | undefined> =>
  row<TokenRow>(db, "SELECT * FROM tokens WHERE id = ?", id);

export const deviceOfEnded = (db: Db, id: HardwareTokenId): Promise<HardwareTokenRow | undefined> =>
  row<HardwareTokenRow>(db, "SELECT * FROM hardware_tokens WHERE id = ?", id);

/** A letter, with what explaining a refused code needs. */
export interface TracedLetter {
  serial: string;
  printedAt: number;
  expiresAt: number;
  voidedAt: number | null;
  voidReason: string | null;
  /** Of its enrolment; null once that is gone. */
  status: TokenRow["status"] | null;
}

/** Newest first. */
export const lettersOfUser = (db: Db, user: UserId): Promise<TracedLetter[]> =>
  rows<TracedLetter>(
    db,
    `SELECT l.serial, l.printed_at AS printedAt, l.expires_at AS expiresAt, l.voided_at AS voidedAt,
       l.void_reason AS voidReason, t.status
     FROM letters l LEFT JOIN tokens t ON t.id = l.token_id WHERE l.user_id = ? ORDER BY l.id DESC LIMIT 20`,
    user,
  );
