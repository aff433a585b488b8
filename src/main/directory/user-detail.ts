import { type Context, opened } from "../call/context.ts";
import { toUser } from "./users.ts";
import type { Handler } from "../call/handlers.ts";
import { tokensOf } from "../store/factors/tokens.ts";
import { requireUser } from "../store/people/users.ts";
import { backupCodeStatus } from "../twofactor/code-status.ts";
import { toToken } from "../twofactor/tokens.ts";

/** A person with authenticators and the state of the backup codes. @throws AppError NOT_FOUND */
export const getUser: Handler<"users.get"> = async (context: Context, input) => {
  const { store } = opened(context);
  const row = await requireUser(store.db, input.user);
  const tokens = await tokensOf(store.db, { kind: "user", id: row.id });
  return {
    ...toUser(row),
    notes: row.notes,
    tokens: tokens.map(toToken),
    backupCodes: await backupCodeStatus(store.db, { kind: "user", id: row.id }),
  };
};
