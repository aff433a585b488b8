import type { DeskShown } from "#shared/model/desks.ts";
import type { DeskId } from "#shared/model/ids.ts";
import type { Desk } from "../../base/desk.ts";
import type { Db, Tx } from "../store.ts";
import type { DeskRow } from "../migrations/desks-schema.ts";

/** In the order in which they were first seen. */
export const listDesks = (db: Db): Promise<DeskRow[]> =>
  db.selectFrom("desks").selectAll().orderBy("created_at").execute();

/** Says for people to read which desk something belongs to. @param here the desk that asks */
export async function deskWords(db: Db, here: Desk): Promise<(id: DeskId | null) => DeskShown> {
  const names = new Map((await listDesks(db)).map(({ id, name }) => [id, name]));
  return (id) => ({ name: names.get(id ?? here.id) ?? here.name, here: id === null || id === here.id });
}

/** Before anything is stored for a desk. Takes over the computer's present name. */
export async function rememberDesk(tx: Tx, { id, name }: Desk, at: number): Promise<void> {
  await tx
    .insertInto("desks")
    .values({ id, name, created_at: at })
    .onConflict((taken) => taken.column("id").doUpdateSet({ name }))
    .execute();
}

/** Writes down which desk has a lease. The desk is remembered already. */
export async function noteLease(tx: Tx, name: string, desk: DeskId, at: number): Promise<void> {
  const row = { desk_id: desk, since: at };
  await tx
    .insertInto("leases")
    .values({ name, ...row })
    .onConflict((taken) => taken.column("name").doUpdateSet(row))
    .execute();
}

/** The desk that has a lease, or had it last. */
export async function deskOfLease(db: Db, name: string): Promise<DeskId | null> {
  const row = await db.selectFrom("leases").select("desk_id").where("name", "=", name).executeTakeFirst();
  return row?.desk_id ?? null;
}

/** Forgets all desks, with the sessions that they began, their leases and the ways in by their keychains. */
export async function deleteDesks(tx: Tx): Promise<void> {
  await tx.deleteFrom("desks").execute();
}

/** Whether something comes from before desks were told apart. */
export async function hasDeskless(db: Db): Promise<boolean> {
  const session = db.selectFrom("sessions").select("id").where("desk_id", "is", null).limit(1);
  if (await session.executeTakeFirst()) return true;
  const slot = db.selectFrom("vault_slots").select("id").where("kind", "=", "keychain").where("desk_id", "is", null);
  return (await slot.limit(1).executeTakeFirst()) !== undefined;
}

/** What comes from before desks were told apart belongs to this one. */
export async function takeDeskless(tx: Tx, id: DeskId): Promise<void> {
  await tx.updateTable("sessions").set({ desk_id: id }).where("desk_id", "is", null).execute();
  await tx
    .updateTable("vault_slots")
    .set({ desk_id: id })
    .where("kind", "=", "keychain")
    .where("desk_id", "is", null)
    .execute();
}
