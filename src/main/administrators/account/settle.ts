import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { AuditEvent } from "#shared/model/records.ts";
import { type NewSession, restartSessions } from "../access/sessions.ts";
import { appendAudit } from "../../audit/append.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import type { Tx } from "../../store/open.ts";
import type { AdminRow } from "../../store/migrations/schema.ts";
import { requireSelf } from "./overview.ts";

/** Records in the audit log what the caller did to the own account. */
export async function record(
  tx: Tx,
  context: Context,
  action: string,
  details: ErrorDetails = {},
  result: AuditEvent["result"] = "done",
): Promise<void> {
  const self = actorOf(context);
  await appendAudit(tx, opened(context).keys, context.now, { actor: self, action, target: self, result, details });
}

/**
 * Changes the caller's password or factor in one transaction that ends every session of the caller, and gives the
 * caller a new one.
 *
 * @param change returns what the audit log records, or why it is refused: then only what it wrote itself is committed
 * @throws AppError NOT_SIGNED_IN, what `change` throws, and what it was refused for
 */
export async function settleFactorChange(
  context: Context,
  action: string,
  change: (tx: Tx, admin: AdminRow) => Promise<ErrorDetails | AppError>,
): Promise<void> {
  const begun = await opened(context).store.write(async (tx): Promise<NewSession | AppError> => {
    const admin = await requireSelf(tx, context);
    const details = await change(tx, admin);
    if (details instanceof AppError) return details;
    await record(tx, context, action, details);
    return restartSessions(tx, context, admin);
  });
  if (begun instanceof AppError) throw begun;
  context.caller.session.set(begun.token);
}
