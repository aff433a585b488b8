import type { DestinationId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";
import type { DestinationRow } from "../migrations/backup-schema.ts";

/** In the order in which they were added. */
export const listDestinations = (db: Db): Promise<DestinationRow[]> =>
  db.selectFrom("destinations").selectAll().orderBy("id").execute();

export const readDestination = (db: Db, id: DestinationId): Promise<DestinationRow | undefined> =>
  db.selectFrom("destinations").selectAll().where("id", "=", id).executeTakeFirst();

export async function insertDestination(tx: Tx, row: DestinationRow): Promise<void> {
  await tx.insertInto("destinations").values(row).execute();
}

export async function updateDestination(
  tx: Tx,
  id: DestinationId,
  change: Partial<Omit<DestinationRow, "id">>,
): Promise<void> {
  await tx.updateTable("destinations").set(change).where("id", "=", id).execute();
}

export async function deleteDestination(tx: Tx, id: DestinationId): Promise<void> {
  await tx.deleteFrom("destinations").where("id", "=", id).execute();
}
