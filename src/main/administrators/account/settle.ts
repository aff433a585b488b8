import { AppError, type ErrorDetails } from "#shared/errors.ts";
import type { AuditEvent } from "#shared/model/records.ts";
import { type NewSession, restartSessions } from "../access/sessions.ts";
import { change, type Change } from "../../call/change.ts";
import type { Context } from "../../call/context.ts";
import type { AdminRow } from "../../store/migrations/schema.ts";
import { requireSelf } from "./overview.ts";

/** Records in the audit log what the caller did to the own account. */
export function record(
  { actor, note }: Pick<Change, "actor" | "note">,
  action: string,
  details: ErrorDetails = {},
  result: AuditEvent["result"] = "done",
): void {
  note({ action, target: actor, result, details });
}

/**
 * Changes the caller's password or factor in one transaction that ends every session of the caller, and gives the
 * caller a new one.
 *
 * @param work returns what the audit log records, or why it is refused: then only what it wrote itself is committed
 * @throws AppError NOT_SIGNED_IN, what `work` throws, and what it was refused for
 */
export async function settleFactorChange(
  context: Context,
  action: string,
  work: (change: Change, admin: AdminRow) => Promise<ErrorDetails | AppError>,
): Promise<void> {
  const begun = await change(context, async (made): Promise<NewSession | AppError> => {
    const admin = await requireSelf(made.tx, context);
    const details = await work(made, admin);
    if (details instanceof AppError) return details;
    record(made, action, details);
    return restartSessions(made.tx, context, admin);
  });
  if (begun instanceof AppError) throw begun;
  context.caller.session.set(begun.token);
}
