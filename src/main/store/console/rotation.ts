import type { SessionId } from "#shared/model/ids.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";
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
export const sealedPage = (raw: Raw, table: SealedTable, after: number, limit: number): SealedRow[] =>
  prepared(raw, `SELECT rowid, id, seed FROM ${table} WHERE rowid > ? AND seed IS NOT NULL ORDER BY rowid LIMIT ?`).all(
    after,
    limit,
  ) as SealedRow[];

export function writeSealed(raw: Raw, table: SealedTable, rowid: number, seed: Buffer): void {
  prepared(raw, `UPDATE ${table} SET seed = ? WHERE rowid = ?`).run(seed, rowid);
}

const countText = `SELECT ${[
  ...sealedTables.map((table) => `(SELECT count(*) FROM ${table} WHERE seed IS NOT NULL)`),
  "(SELECT count(*) FROM retired_keys)",
].join(" + ")}`;

/** How many values are sealed under the data key. */
export const countSealedRows = (raw: Raw): number => prepared(raw, countText).pluck().get() as number;

export const retiredRows = (raw: Raw): RetiredKeyRow[] =>
  prepared(raw, "SELECT * FROM retired_keys ORDER BY last_seq").all() as RetiredKeyRow[];

export function writeRetiredKey(raw: Raw, row: RetiredKeyRow): void {
  prepared(raw, "INSERT OR REPLACE INTO retired_keys (key_id, sealed, last_seq, retired_at) VALUES (?, ?, ?, ?)").run(
    row.key_id,
    row.sealed,
    row.last_seq,
    row.retired_at,
  );
}

/** Backup codes that were made under the retiring data key. */
export function nameCodeSetsKey(raw: Raw, keyId: Buffer): void {
  prepared(raw, "UPDATE backup_code_sets SET key_id = ? WHERE key_id IS NULL").run(keyId);
}

/** Replaces all slots by these. */
export function replaceSlots(raw: Raw, slots: readonly VaultSlotRow[]): void {
  prepared(raw, "DELETE FROM vault_slots").run();
  // Its hash was made with the old data key; the confirmed one is among the slots.
  prepared(raw, "DELETE FROM prepared_recovery").run();
  for (const slot of slots) {
    prepared(
      raw,
      `INSERT INTO vault_slots (id, kind, params, wrapped_key, created_at, label, checked_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ).run(slot.id, slot.kind, slot.params, slot.wrapped_key, slot.created_at, slot.label, slot.checked_at);
  }
}

export function setKeyCreated(raw: Raw, at: number): void {
  prepared(raw, "UPDATE console SET key_created_at = ?").run(at);
}

/** Ends every session except one, which gets a new way to the data key; one-time codes end with them. */
export function keepOneSession(raw: Raw, id: SessionId, wrappedKey: Buffer | null): void {
  prepared(raw, "DELETE FROM sessions WHERE id <> ?").run(id);
  prepared(raw, "UPDATE sessions SET wrapped_key = ? WHERE id = ?").run(wrappedKey, id);
  // Their hashes cannot be made again; they are valid for minutes only.
  prepared(raw, "DELETE FROM invitations").run();
}

/** Writes what is committed to the store's file: no trace of the earlier slots stays in its log. */
export function emptyLog(raw: Raw): void {
  raw.pragma("wal_checkpoint(TRUNCATE)");
}
