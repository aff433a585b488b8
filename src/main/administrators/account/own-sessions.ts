import type { Account } from "#shared/contract/account.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { SessionId } from "#shared/model/ids.ts";
import { change } from "../../call/change.ts";
import type { Context } from "../../call/context.ts";
import { deleteSession, endSessionsOf, sessionsOf } from "../../store/console/sessions.ts";
import { requireSelf, showAccount } from "./overview.ts";
import { record } from "./settle.ts";

/** @throws AppError NOT_FOUND also for somebody else's; INVALID_REFERENCE for the one that is asking */
export async function endSession(context: Context, { id }: { id: SessionId }): Promise<Account> {
  if (id === context.session?.id) {
    throw new AppError("INVALID_REFERENCE", { text: text("account.thisSession") });
  }
  await change(context, async (made) => {
    const { tx } = made;
    const admin = await requireSelf(tx, context);
    const found = (await sessionsOf(tx, admin.id)).find((row) => row.id === id);
    if (!found) throw new AppError("NOT_FOUND", { text: text("account.sessionEnded") });
    await deleteSession(tx, id);
    record(made, "account.end_session", { origin: found.origin, signedInAt: found.created_at });
  });
  return showAccount(context);
}

export async function endOtherSessions(context: Context): Promise<Account> {
  await change(context, async (made) => {
    const { tx } = made;
    const admin = await requireSelf(tx, context);
    const ended = await endSessionsOf(tx, admin.id, context.session?.id);
    if (ended > 0) record(made, "account.end_other_sessions", { ended });
  });
  return showAccount(context);
}
