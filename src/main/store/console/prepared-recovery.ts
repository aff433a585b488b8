import type { Db, Tx } from "../store.ts";
import type { PreparedRecoveryRow } from "../migrations/recovery-schema.ts";

export const readPrepared = (db: Db): Promise<PreparedRecoveryRow | undefined> =>
  db.selectFrom("prepared_recovery").selectAll().executeTakeFirst();

/** Replaces one that was prepared before. */
export async function replacePrepared(tx: Tx, row: Omit<PreparedRecoveryRow, "id">): Promise<void> {
  await deletePrepared(tx);
  await tx
    .insertInto("prepared_recovery")
    .values({ id: 1, ...row })
    .execute();
}

export async function deletePrepared(tx: Tx): Promise<void> {
  await tx.deleteFrom("prepared_recovery").execute();
}
