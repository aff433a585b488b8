import type { AdminId, DeskId, SessionId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/records.ts";
import { fixed } from "../fixed.ts";
import type { Db, Tx } from "../store.ts";
import type { SessionRow } from "../migrations/schema.ts";

export type SessionWithAdmin = SessionRow & { name: string; role: Role; admin_status: string };

const columns = [
  "id",
  "admin_id",
  "token_hash",
  "wrapped_key",
  "created_at",
  "last_seen_at",
  "idle_ms",
  "expires_at",
  "locked_at",
  "origin",
  "desk_id",
] as const satisfies (keyof SessionRow)[];

const insert = fixed((tx: Tx) =>
  tx.insertInto("sessions").values(Object.fromEntries(columns.map((name) => [name, ""])) as never),
);

export async function insertSession(tx: Tx, row: SessionRow): Promise<void> {
  await insert(tx, ...columns.map((name) => row[name]));
}

const byToken = fixed((db) =>
  db
    .selectFrom("sessions")
    .innerJoin("admins", "admins.id", "sessions.admin_id")
    .selectAll("sessions")
    .select(["admins.name", "admins.role", "admins.status as admin_status"])
    .where("token_hash", "=", Buffer.alloc(0)),
);

/** @param tokenHash SHA-256 of the token */
export const sessionByToken = async (db: Db, tokenHash: Buffer): Promise<SessionWithAdmin | undefined> =>
  (await byToken(db, tokenHash))[0];

export async function updateSession(
  tx: Tx,
  id: SessionId,
  change: Partial<Pick<SessionRow, "last_seen_at" | "locked_at">>,
): Promise<void> {
  await tx.updateTable("sessions").set(change).where("id", "=", id).execute();
}

export async function deleteSession(tx: Tx, id: SessionId): Promise<void> {
  await tx.deleteFrom("sessions").where("id", "=", id).execute();
}

const deleteEnded = fixed((tx: Tx) =>
  tx
    .deleteFrom("sessions")
    .where((where) =>
      where.or([
        where("expires_at", "<=", 0),
        where.eb(where.ref("last_seen_at"), "<=", where.eb(where.val(0), "-", where.ref("idle_ms"))),
      ]),
    ),
);

/** Removes what has ended by `now`. */
export async function deleteEndedSessions(tx: Tx, now: number): Promise<void> {
  await deleteEnded(tx, now, now);
}

/** Ends an administrator's sessions, except one if it is given. @returns how many */
export async function endSessionsOf(tx: Tx, adminId: AdminId, except?: SessionId): Promise<number> {
  const all = tx.deleteFrom("sessions").where("admin_id", "=", adminId);
  const ending = except === undefined ? all : all.where("id", "<>", except);
  return Number((await ending.executeTakeFirstOrThrow()).numDeletedRows);
}

/** An administrator's sessions, the latest first. */
export const sessionsOf = (db: Db, adminId: AdminId): Promise<SessionRow[]> =>
  db.selectFrom("sessions").selectAll().where("admin_id", "=", adminId).orderBy("created_at", "desc").execute();

/** Ends the sessions of a desk's windows, except one that survives. */
export async function endWindowSessions(tx: Tx, desk: DeskId, except: SessionId | null): Promise<void> {
  const all = tx.deleteFrom("sessions").where("origin", "=", "window").where("desk_id", "=", desk);
  await (except === null ? all : all.where("id", "<>", except)).execute();
}

/** Shortens sessions that were begun under a less strict policy. Milliseconds. */
export async function shortenSessions(tx: Tx, lifetime: number, idle: number): Promise<void> {
  await tx
    .updateTable("sessions")
    .set((row) => ({
      idle_ms: row.fn<number>("min", [row.ref("idle_ms"), row.val(idle)]),
      expires_at: row.fn<number>("min", [row.ref("expires_at"), row.eb(row.ref("created_at"), "+", lifetime)]),
    }))
    .execute();
}
