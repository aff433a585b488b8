import type { SessionId } from "#shared/model/ids.ts";
import { only, rows, run } from "../statements.ts";
import type { Db, Tx } from "../store.ts";
import { insertSlot } from "./vault-slots.ts";
import type { RetiredKeyRow, VaultSlotRow } from "../migrations/schema.ts";

/** The columns whose values are sealed under the data key, except the retired keys. */
export const sealedTables = ["tokens", "ended_tokens", "hardware_tokens"] as const;
export type SealedTable = (typeof sealedTables)[number];

export interface SealedRow {
  rowid: number;
  id: string;
  seed: Buffer;
}

/** Sealed seeds of a table in the order in which they are on the disk. */
export const sealedPage = (db: Db, table: SealedTable, after: number, limit: number): Promise<SealedRow[]> =>
  rows<SealedRow>(
    db,
    `SELECT rowid, id, seed FROM ${table} WHERE rowid > ? AND seed IS NOT NULL ORDER BY rowid LIMIT ?`,
    after,
    limit,
  );

export async function writeSealed(tx: Tx, table: SealedTable, rowid: number, seed: Buffer): Promise<void> {
  await run(tx, `UPDATE ${table} SET seed = ? WHERE rowid = ?`, seed, rowid);
}

const countText = `SELECT ${[
  ...sealedTables.map((table) => `(SELECT count(*) FROM ${table} WHERE seed IS NOT NULL)`),
  "(SELECT count(*) FROM retired_keys)",
].join(" + ")}`;

/** How many values are sealed under the data key. */
export const countSealedRows = (db: Db): Promise<number> => only<number>(db, countText);

export const retiredRows = (db: Db): Promise<RetiredKeyRow[]> =>
  rows<RetiredKeyRow>(db, "SELECT * FROM retired_keys ORDER BY last_seq");

export async function writeRetiredKey(tx: Tx, row: RetiredKeyRow): Promise<void> {
  await run(
    tx,
    "INSERT OR REPLACE INTO retired_keys (key_id, sealed, last_seq, retired_at) VALUES (?, ?, ?, ?)",
    row.key_id,
    row.sealed,
    row.last_seq,
    row.retired_at,
  );
}

/** Backup codes that were made under the retiring data key. */
export async function nameCodeSetsKey(tx: Tx, keyId: Buffer): Promise<void> {
  await run(tx, "UPDATE backup_code_sets SET key_id = ? WHERE key_id IS NULL", keyId);
}

/** Replaces all slots by these. */
export async function replaceSlots(tx: Tx, slots: readonly VaultSlotRow[]): Promise<void> {
  await run(tx, "DELETE FROM vault_slots");
  // Its hash was made with the old data key; the confirmed one is among the slots.
  await run(tx, "DELETE FROM prepared_recovery");
  for (const slot of slots) await insertSlot(tx, slot);
}

export async function setKeyCreated(tx: Tx, at: number): Promise<void> {
  await run(tx, "UPDATE console SET key_created_at = ?", at);
}

/** Ends every session except one, which gets a new way to the data key; one-time codes end with them. */
export async function keepOneSession(tx: Tx, id: SessionId, wrappedKey: Buffer | null): Promise<void> {
  await run(tx, "DELETE FROM sessions WHERE id <> ?", id);
  await run(tx, "UPDATE sessions SET wrapped_key = ? WHERE id = ?", wrappedKey, id);
  // Their hashes cannot be made again; they are valid for minutes only.
  await run(tx, "DELETE FROM invitations");
}
