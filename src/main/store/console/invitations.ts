import type { AdminId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";
import type { InvitationRow } from "../migrations/schema.ts";

export const readInvitation = (db: Db, id: AdminId): Promise<InvitationRow | undefined> =>
  db.selectFrom("invitations").selectAll().where("admin_id", "=", id).executeTakeFirst();

/** Replaces an older one. */
export async function replaceInvitation(tx: Tx, row: InvitationRow): Promise<void> {
  await deleteInvitation(tx, row.admin_id);
  await tx.insertInto("invitations").values(row).execute();
}

export async function deleteInvitation(tx: Tx, id: AdminId): Promise<void> {
  await tx.deleteFrom("invitations").where("admin_id", "=", id).execute();
}
