import type { AdminId, TokenId, UserId } from "#shared/model/ids.ts";
import { fixed } from "./fixed.ts";
import type { Db } from "./open.ts";
import type { TokenRow } from "./schema.ts";

/** Whose authenticator or backup codes: a user's, or an administrator's own. */
export type Holder = { kind: "user"; id: UserId } | { kind: "admin"; id: AdminId };

export const holderColumns = (holder: Holder): { user_id: UserId | null; admin_id: AdminId | null } =>
  holder.kind === "user" ? { user_id: holder.id, admin_id: null } : { user_id: null, admin_id: holder.id };

export async function insertToken(db: Db, row: TokenRow): Promise<void> {
  await db.insertInto("tokens").values(row).execute();
}

export const readToken = (db: Db, id: TokenId): Promise<TokenRow | undefined> =>
  db.selectFrom("tokens").selectAll().where("id", "=", id).executeTakeFirst();

const ofUser = fixed((db) =>
  db
    .selectFrom("tokens")
    .selectAll()
    .where("user_id", "=", "" as UserId),
);
const ofAdmin = fixed((db) =>
  db
    .selectFrom("tokens")
    .selectAll()
    .where("admin_id", "=", "" as AdminId),
);

/** Oldest first, revoked ones included. Few rows: sorting them here costs less than asking SQLite to. */
export async function tokensOf(db: Db, holder: Holder): Promise<TokenRow[]> {
  const rows = holder.kind === "user" ? await ofUser(db, holder.id) : await ofAdmin(db, holder.id);
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export async function updateToken(db: Db, id: TokenId, change: Partial<Omit<TokenRow, "id">>): Promise<void> {
  await db.updateTable("tokens").set(change).where("id", "=", id).execute();
}

const accept = fixed((db) =>
  db
    .updateTable("tokens")
    .set({ last_step: 0, drift: 0, failures: 0, last_used_at: 0 })
    .where("id", "=", "" as TokenId),
);

/** Takes an accepted code down: its step is used up, and the failures in a row have ended. */
export async function acceptStep(
  db: Db,
  id: TokenId,
  used: { step: number; drift: number; at: number },
): Promise<void> {
  await accept(db, used.step, used.drift, 0, used.at, id);
}

export async function deleteToken(db: Db, id: TokenId): Promise<void> {
  await db.deleteFrom("tokens").where("id", "=", id).execute();
}

/** A failed check counts on every authenticator that could have accepted it. */
export async function countFailure(db: Db, ids: TokenId[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable("tokens")
    .set((set) => ({ failures: set("failures", "+", 1) }))
    .where("id", "in", ids)
    .execute();
}
