import type { Db } from "../open.ts";
import type { VaultSlotRow } from "../migrations/schema.ts";

/** Oldest first. */
export const listSlots = (db: Db): Promise<VaultSlotRow[]> =>
  db.selectFrom("vault_slots").selectAll().orderBy("created_at").execute();

export const readSlot = (db: Db, id: string): Promise<VaultSlotRow | undefined> =>
  db.selectFrom("vault_slots").selectAll().where("id", "=", id).executeTakeFirst();

export async function insertSlot(db: Db, row: VaultSlotRow): Promise<void> {
  await db.insertInto("vault_slots").values(row).execute();
}

export async function deleteSlots(db: Db, kind: VaultSlotRow["kind"]): Promise<void> {
  await db.deleteFrom("vault_slots").where("kind", "=", kind).execute();
}

export async function deleteSlot(db: Db, id: string): Promise<void> {
  await db.deleteFrom("vault_slots").where("id", "=", id).execute();
}

export async function updateSlot(
  db: Db,
  id: string,
  change: Partial<Omit<VaultSlotRow, "id" | "kind">>,
): Promise<void> {
  await db.updateTable("vault_slots").set(change).where("id", "=", id).execute();
}
