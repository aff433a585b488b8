import type { BackupCounts } from "#shared/contract/archive.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { Db, Tx } from "../store.ts";

export async function countRecords(db: Db): Promise<BackupCounts> {
  const count = async (table: "admins" | "users" | "tokens" | "backup_codes" | "audit_events"): Promise<number> => {
    const row = await db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return row.count;
  };
  return {
    admins: await count("admins"),
    users: await count("users"),
    tokens: await count("tokens"),
    backupCodes: await count("backup_codes"),
    auditEvents: await count("audit_events"),
  };
}

/** Sealed seeds by token id, from after `id`. */
export async function readSeeds(db: Db, id: string, limit: number): Promise<{ id: TokenId; seed: Buffer }[]> {
  const rows = await db
    .selectFrom("tokens")
    .select(["id", "seed"])
    .where("id", ">", id as TokenId)
    .where("seed", "is not", null)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.flatMap(({ id: token, seed }) => (seed ? [{ id: token, seed }] : []));
}

/** Names of the holders of these authenticators. */
export async function holdersOf(db: Db, ids: readonly TokenId[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("tokens")
    .leftJoin("users", "users.id", "tokens.user_id")
    .leftJoin("admins", "admins.id", "tokens.admin_id")
    .select(["users.username", "admins.name"])
    .where("tokens.id", "in", ids)
    .orderBy("tokens.id")
    .execute();
  return [...new Set(rows.map(({ username, name }) => username ?? name ?? ""))];
}

/** What was issued for one use at another time: one-time codes of administrators, and approvals. */
export async function deleteOneTimeGrants(tx: Tx): Promise<void> {
  await tx.deleteFrom("invitations").execute();
  await tx.deleteFrom("approvals").execute();
}

/** Ends every session: those in a backup are from another machine or another time. */
export async function deleteSessions(tx: Tx): Promise<void> {
  await tx.deleteFrom("sessions").execute();
}
