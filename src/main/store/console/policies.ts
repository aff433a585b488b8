import { fixed } from "../fixed.ts";
import type { Db, Tx } from "../store.ts";
import type { PolicyRow } from "../migrations/schema.ts";

const all = fixed((db) => db.selectFrom("policies").selectAll());

/** What an owner has set; what is missing has its default. */
export const readPolicies = (db: Db): Promise<PolicyRow[]> => all(db);

export async function writePolicy(tx: Tx, row: PolicyRow): Promise<void> {
  const { value, updated_at } = row;
  await tx
    .insertInto("policies")
    .values(row)
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value, updated_at }))
    .execute();
}
