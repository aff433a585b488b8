import type { DeskId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";
import type { VaultSlotRow } from "../migrations/schema.ts";

/** Oldest first. */
export const listSlots = (db: Db): Promise<VaultSlotRow[]> =>
  db.selectFrom("vault_slots").selectAll().orderBy("created_at").execute();

export const readSlot = (db: Db, id: string): Promise<VaultSlotRow | undefined> =>
  db.selectFrom("vault_slots").selectAll().where("id", "=", id).executeTakeFirst();

export async function insertSlot(tx: Tx, row: VaultSlotRow): Promise<void> {
  await tx.insertInto("vault_slots").values(row).execute();
}

export async function deleteSlots(tx: Tx, kind: VaultSlotRow["kind"]): Promise<void> {
  await tx.deleteFrom("vault_slots").where("kind", "=", kind).execute();
}

/** Ends the way in by a desk's keychain. */
export async function deleteDeskSlots(tx: Tx, desk: DeskId): Promise<void> {
  await tx.deleteFrom("vault_slots").where("kind", "=", "keychain").where("desk_id", "=", desk).execute();
}

export async function deleteSlot(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("vault_slots").where("id", "=", id).execute();
}

export async function updateSlot(
  tx: Tx,
  id: string,
  change: Partial<Omit<VaultSlotRow, "id" | "kind">>,
): Promise<void> {
  await tx.updateTable("vault_slots").set(change).where("id", "=", id).execute();
}
