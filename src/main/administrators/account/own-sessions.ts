import type { Account } from "#shared/contract/account.ts";
import { AppError } from "#shared/errors.ts";
import type { SessionId } from "#shared/model/ids.ts";
import { type Context, opened } from "../../call/context.ts";
import { deleteSession, endSessionsOf, sessionsOf } from "../../store/console/sessions.ts";
import { requireSelf, showAccount } from "./overview.ts";
import { record } from "./settle.ts";

/** @throws AppError NOT_FOUND also for somebody else's; INVALID_REFERENCE for the one that is asking */
export async function endSession(context: Context, { id }: { id: SessionId }): Promise<Account> {
  if (id === context.session?.id) {
    throw new AppError("INVALID_REFERENCE", { message: "This is the session that you are using. Sign out to end it." });
  }
  await opened(context).store.write(async (tx) => {
    const admin = await requireSelf(tx, context);
    const found = (await sessionsOf(tx, admin.id)).find((row) => row.id === id);
    if (!found) throw new AppError("NOT_FOUND", { message: "This session has already ended." });
    await deleteSession(tx, id);
    await record(tx, context, "account.end_session", { origin: found.origin, signedInAt: found.created_at });
  });
  return showAccount(context);
}

export async function endOtherSessions(context: Context): Promise<Account> {
  await opened(context).store.write(async (tx) => {
    const admin = await requireSelf(tx, context);
    const ended = await endSessionsOf(tx, admin.id, context.session?.id);
    if (ended > 0) await record(tx, context, "account.end_other_sessions", { ended });
  });
  return showAccount(context);
}
