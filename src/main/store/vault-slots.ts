import type { Db } from "./open.ts";
import type { VaultSlotRow } from "./schema.ts";

export const listSlots = (db: Db): Promise<VaultSlotRow[]> =>
  db.selectFrom("vault_slots").selectAll().orderBy("created_at").execute();

export async function insertSlot(db: Db, row: VaultSlotRow): Promise<void> {
  await db.insertInto("vault_slots").values(row).execute();
}

export async function deleteSlots(db: Db, kind: VaultSlotRow["kind"]): Promise<void> {
  await db.deleteFrom("vault_slots").where("kind", "=", kind).execute();
}
