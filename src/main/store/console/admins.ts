import type { AdminId } from "#shared/model/ids.ts";
import { fixed } from "../fixed.ts";
import type { Db, Tx } from "../store.ts";
import type { AdminRow } from "../migrations/schema.ts";

export async function insertAdmin(tx: Tx, row: AdminRow): Promise<void> {
  await tx.insertInto("admins").values(row).execute();
}

const byId = fixed((db) =>
  db
    .selectFrom("admins")
    .selectAll()
    .where("id", "=", "" as AdminId),
);
const byName = fixed((db) => db.selectFrom("admins").selectAll().where("name_key", "=", ""));

export const readAdmin = async (db: Db, id: AdminId): Promise<AdminRow | undefined> => (await byId(db, id))[0];

/** @param key `nameKey` of the name */
export const adminByName = async (db: Db, key: string): Promise<AdminRow | undefined> => (await byName(db, key))[0];

/** The administrator whose set-up is under way. */
export const pendingAdmin = (db: Db): Promise<AdminRow | undefined> =>
  db.selectFrom("admins").selectAll().where("status", "=", "pending").executeTakeFirst();

export async function updateAdmin(tx: Tx, id: AdminId, change: Partial<Omit<AdminRow, "id">>): Promise<void> {
  await tx.updateTable("admins").set(change).where("id", "=", id).execute();
}

const signedIn = fixed((tx: Tx) =>
  tx
    .updateTable("admins")
    .set({ last_sign_in_at: 0 })
    .where("id", "=", "" as AdminId),
);

/** @param at UTC milliseconds */
export async function markSignedIn(tx: Tx, id: AdminId, at: number): Promise<void> {
  await signedIn(tx, at, id);
}

export async function deleteAdmin(tx: Tx, id: AdminId): Promise<void> {
  await tx.deleteFrom("admins").where("id", "=", id).execute();
}

/** Owners who can sign in now: neither disabled nor waiting for an authenticator. */
export const ableOwners = (db: Db): Promise<{ id: AdminId }[]> =>
  db
    .selectFrom("admins")
    .select("id")
    .where("role", "=", "owner")
    .where("status", "=", "active")
    .where("must_enrol", "=", 0)
    .execute();

export async function hasSeveralAdmins(db: Db): Promise<boolean> {
  return (await db.selectFrom("admins").select("id").limit(2).execute()).length > 1;
}

/** The administrator who set up the console, if still there. */
export async function firstAdmin(db: Db): Promise<AdminId | null> {
  const row = await db.selectFrom("admins").select("id").orderBy("id").limit(1).executeTakeFirst();
  return row?.id ?? null;
}

export type AdminOverview = AdminRow & {
  authenticators: number;
  remaining_codes: number;
  /** Sessions that have not ended. */
  live_sessions: number;
  /** Until when the one-time code can be used; null without one. */
  invited_until: number | null;
};

/**
 * In the order of their names, with what belongs to each.
 *
 * @param now UTC milliseconds
 * @param id only this one
 */
export function adminOverviews(db: Db, now: number, id?: AdminId): Promise<AdminOverview[]> {
  const query = db
    .selectFrom("admins")
    .leftJoin("invitations", (join) =>
      join.onRef("invitations.admin_id", "=", "admins.id").on("invitations.expires_at", ">", now),
    )
    .selectAll("admins")
    .select("invitations.expires_at as invited_until")
    .select((eb) => [
      eb
        .selectFrom("tokens")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .whereRef("tokens.admin_id", "=", "admins.id")
        .where("tokens.status", "in", ["active", "locked"])
        .$asScalar()
        .$notNull()
        .as("authenticators"),
      eb
        .selectFrom("backup_code_sets")
        .innerJoin("backup_codes", "backup_codes.set_id", "backup_code_sets.id")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .whereRef("backup_code_sets.admin_id", "=", "admins.id")
        .where("backup_code_sets.voided_at", "is", null)
        .where("backup_codes.used_at", "is", null)
        .$asScalar()
        .$notNull()
        .as("remaining_codes"),
      eb
        .selectFrom("sessions")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .whereRef("sessions.admin_id", "=", "admins.id")
        .where("sessions.expires_at", ">", now)
        .where((where) => where(where("sessions.last_seen_at", "+", where.ref("sessions.idle_ms")), ">", now))
        .$asScalar()
        .$notNull()
        .as("live_sessions"),
    ])
    .orderBy("admins.name_key");
  return (id === undefined ? query : query.where("admins.id", "=", id)).execute();
}
