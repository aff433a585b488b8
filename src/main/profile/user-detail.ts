import type { UserDetail } from "#shared/model/records.ts";
import { type Context, opened } from "../context.ts";
import { toUser } from "../directory/users.ts";
import type { Handler } from "../handlers.ts";
import { readPolicy } from "../policy/policy.ts";
import { activeCodeSet, codeUses } from "../store/backup-codes.ts";
import type { Db } from "../store/open.ts";
import { tokensOf } from "../store/tokens.ts";
import { requireUser } from "../store/users.ts";
import { toToken } from "../twofactor/tokens.ts";

async function backupCodeStatus(db: Db, id: UserDetail["id"]): Promise<UserDetail["backupCodes"]> {
  const set = await activeCodeSet(db, { kind: "user", id });
  if (!set) return null;
  const usedAt = await codeUses(db, set.id);
  const remaining = usedAt.filter((at) => at === null).length;
  const { lowCodes } = await readPolicy(db);
  return { total: set.total, remaining, createdAt: set.created_at, low: remaining <= lowCodes, usedAt };
}

/** A user with authenticators and the state of the backup codes. @throws AppError NOT_FOUND */
export const getUser: Handler<"users.get"> = async (context: Context, input) => {
  const { store } = opened(context);
  const row = await requireUser(store.db, input.user);
  const tokens = await tokensOf(store.db, { kind: "user", id: row.id });
  return {
    ...toUser(row),
    notes: row.notes,
    tokens: tokens.map(toToken),
    backupCodes: await backupCodeStatus(store.db, row.id),
  };
};
