import type { GroupId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../open.ts";
import type { GroupRow } from "../migrations/schema.ts";
import type { Selectable } from "kysely";

export type StoredGroup = Selectable<GroupRow>;

export const listGroups = (db: Db): Promise<StoredGroup[]> =>
  db.selectFrom("groups").selectAll().orderBy("name_key").execute();

export const groupById = (db: Db, id: GroupId): Promise<StoredGroup | undefined> =>
  db.selectFrom("groups").selectAll().where("id", "=", id).executeTakeFirst();

/** @param key `nameKey` of the name */
export const groupByKey = (db: Db, key: string): Promise<StoredGroup | undefined> =>
  db.selectFrom("groups").selectAll().where("name_key", "=", key).executeTakeFirst();

export async function insertGroup(tx: Tx, row: Omit<GroupRow, "pk" | "members">): Promise<void> {
  await tx.insertInto("groups").values(row).execute();
}

export async function updateGroup(
  tx: Tx,
  id: GroupId,
  change: Partial<Pick<GroupRow, "name" | "name_key" | "description">>,
): Promise<void> {
  await tx.updateTable("groups").set(change).where("id", "=", id).execute();
}

export async function deleteGroup(tx: Tx, id: GroupId): Promise<void> {
  await tx.deleteFrom("groups").where("id", "=", id).execute();
}
