import type { Db } from "./open.ts";
import type { ConsoleRow } from "./schema.ts";

/** @returns the store's own row, or undefined in a store that was never set up */
export const readConsole = (db: Db): Promise<ConsoleRow | undefined> =>
  db.selectFrom("console").selectAll().executeTakeFirst();

export async function insertConsole(db: Db, row: Omit<ConsoleRow, "id">): Promise<void> {
  await db
    .insertInto("console")
    .values({ id: 1, ...row })
    .execute();
}

export async function updateConsole(db: Db, change: Partial<Omit<ConsoleRow, "id" | "store_id">>): Promise<void> {
  await db.updateTable("console").set(change).execute();
}
