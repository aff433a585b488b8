import type { AdminId } from "#shared/model/ids.ts";
import type { Db } from "./open.ts";
import type { AdminRow } from "./schema.ts";

export async function insertAdmin(db: Db, row: AdminRow): Promise<void> {
  await db.insertInto("admins").values(row).execute();
}

export const readAdmin = (db: Db, id: AdminId): Promise<AdminRow | undefined> =>
  db.selectFrom("admins").selectAll().where("id", "=", id).executeTakeFirst();

/** @param key `nameKey` of the name */
export const adminByName = (db: Db, key: string): Promise<AdminRow | undefined> =>
  db.selectFrom("admins").selectAll().where("name_key", "=", key).executeTakeFirst();

/** The administrator whose set-up is under way. */
export const pendingAdmin = (db: Db): Promise<AdminRow | undefined> =>
  db.selectFrom("admins").selectAll().where("status", "=", "pending").executeTakeFirst();

export async function updateAdmin(db: Db, id: AdminId, change: Partial<Omit<AdminRow, "id">>): Promise<void> {
  await db.updateTable("admins").set(change).where("id", "=", id).execute();
}
