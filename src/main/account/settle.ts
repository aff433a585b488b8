import type { ErrorDetails } from "#shared/errors.ts";
import { type NewSession, restartSessions } from "../access/sessions.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import type { Tx } from "../store/open.ts";
import type { AdminRow } from "../store/schema.ts";
import { requireSelf } from "./overview.ts";

/** Takes down in the audit what the caller did to the own account. */
export async function record(tx: Tx, context: Context, action: string, details: ErrorDetails = {}): Promise<void> {
  const self = actorOf(context);
  await appendAudit(tx, opened(context).keys, context.now, { actor: self, action, target: self, details });
}

/**
 * Changes the caller's password or factor in one transaction that ends every session of the caller, and gives the
 * caller a new one.
 *
 * @param change returns what the audit says of it
 * @throws AppError NOT_SIGNED_IN, and what `change` throws
 */
export async function settleFactorChange(
  context: Context,
  action: string,
  change: (tx: Tx, admin: AdminRow) => Promise<ErrorDetails>,
): Promise<void> {
  const begun = await opened(context).store.write(async (tx): Promise<NewSession> => {
    const admin = await requireSelf(tx, context);
    await record(tx, context, action, await change(tx, admin));
    return restartSessions(tx, context, admin);
  });
  context.caller.session.set(begun.token);
  context.live.changed();
}
