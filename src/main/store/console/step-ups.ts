import type { ActKind } from "#shared/model/acts.ts";
import type { SessionId } from "#shared/model/ids.ts";
import { fixed } from "../fixed.ts";
import type { Db, Tx } from "../store.ts";
import type { StepUpRow } from "../migrations/schema.ts";

const given = fixed((db) =>
  db
    .selectFrom("step_ups")
    .select("given_at")
    .where("session_id", "=", "" as SessionId)
    .where("kind", "=", "" as ActKind),
);

/** When a fresh code was last given, UTC milliseconds; null: never in this session. */
export const stepUpGivenAt = async (db: Db, session: SessionId, kind: ActKind): Promise<number | null> =>
  (await given(db, session, kind))[0]?.given_at ?? null;

export async function keepStepUp(tx: Tx, row: StepUpRow): Promise<void> {
  await tx
    .insertInto("step_ups")
    .values(row)
    .onConflict((conflict) => conflict.columns(["session_id", "kind"]).doUpdateSet({ given_at: row.given_at }))
    .execute();
}
