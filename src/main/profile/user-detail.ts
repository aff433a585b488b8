import type { UserDetail } from "#shared/model/records.ts";
import { type Context, opened } from "../context.ts";
import { toUser } from "../directory/users.ts";
import type { Handler } from "../handlers.ts";
import { activeCodeSet, countUnused } from "../store/backup-codes.ts";
import type { Db } from "../store/open.ts";
import { tokensOf } from "../store/tokens.ts";
import { requireUser } from "../store/users.ts";
import { toToken } from "../twofactor/tokens.ts";

async function backupCodeStatus(db: Db, id: UserDetail["id"]): Promise<UserDetail["backupCodes"]> {
  const set = await activeCodeSet(db, { kind: "user", id });
  return set ? { total: set.total, remaining: await countUnused(db, set.id), createdAt: set.created_at } : null;
}

/** A user with authenticators and the state of the backup codes. @throws AppError NOT_FOUND */
export const getUser: Handler<"users.get"> = async (context: Context, input) => {
  const { store } = opened(context);
  const row = await requireUser(store.db, input.user);
  const tokens = await tokensOf(store.db, { kind: "user", id: row.id });
  return { ...toUser(row), tokens: tokens.map(toToken), backupCodes: await backupCodeStatus(store.db, row.id) };
};
