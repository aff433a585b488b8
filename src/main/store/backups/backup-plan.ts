import type { Db, Tx } from "../store.ts";

/** @returns JSON of what an owner has set; undefined if nobody has */
export async function readPlanText(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom("backup_plan").select("plan").executeTakeFirst();
  return row?.plan;
}

/** @param at UTC milliseconds */
export async function writePlanText(tx: Tx, plan: string, at: number): Promise<void> {
  await tx
    .insertInto("backup_plan")
    .values({ id: 1, plan, updated_at: at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ plan, updated_at: at }))
    .execute();
}
