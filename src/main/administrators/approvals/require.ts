import type { CountersignedName } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import type { AdminId } from "#shared/model/ids.ts";
import { change, type Change } from "../../call/change.ts";
import { type Context, opened, type UsedApproval } from "../../call/context.ts";
import type { Describers } from "../../call/handlers.ts";
import {
  approvalFor,
  type ApprovalWithRequester,
  deleteApproval,
  replaceApproval,
} from "../../store/console/approvals.ts";
import type { Db } from "../../store/store.ts";
import type { ApprovalRow } from "../../store/migrations/schema.ts";
import { type Act, actOf, isAbout, isFor } from "./act.ts";
import { approvedBy, approversOf, isAlive, isApproved, presentOf } from "./rules.ts";

const noneNeeded: UsedApproval = { approved: null, putBack: () => Promise.resolve() };

/** Whether the approver may still approve, and a substitute for one is still allowed. */
async function stillCounts(db: Db, row: ApprovalRow): Promise<boolean> {
  const approvers = await approversOf(db, row.procedure, row.requester_id);
  return row.needs === "administrator" ? approvers.some(({ id }) => id === row.approver_id) : approvers.length === 0;
}

/** @throws AppError COUNTERSIGN_REQUIRED, APPROVAL_CHANGED */
async function requireApproved({ tx, moment }: Change, requester: AdminId, act: Act): Promise<ApprovalWithRequester> {
  const row = await approvalFor(tx, requester, act.procedure);
  const present = await presentOf(tx, moment);
  if (!row || !isAlive(row, present) || !isApproved(row, present) || !(await stillCounts(tx, row))) {
    throw new AppError("COUNTERSIGN_REQUIRED");
  }
  if (isFor(row, act)) return row;
  // An approval of something else, judging by its title, has not changed: there is none for this.
  throw new AppError(isAbout(row, act) ? "APPROVAL_CHANGED" : "COUNTERSIGN_REQUIRED");
}

const event = (row: ApprovalWithRequester, action: string) => ({
  action,
  target: { id: row.id, name: row.title },
  details: { procedure: row.procedure, approver: approvedBy(row), digest: row.digest.toString("hex") },
});

/** If the store of the action is gone, so is the approval. */
async function putBack(context: Context, row: ApprovalWithRequester): Promise<void> {
  if (!context.live.store || !context.live.keys) return;
  await change(context, async ({ tx, note }) => {
    await replaceApproval(tx, row);
    note(event(row, "approval.put_back"));
  });
}

/**
 * Admits a call whose action is approved, and uses that approval up. This is in the audit log before the action begins:
 * with both names and the digest of what was approved. What would be done is described again: it must be what was
 * approved, input and all.
 *
 * @param input as parsed
 * @returns a function that returns the approval if the call then fails, so that a typing mistake does not cost a new
 * one
 * @throws AppError COUNTERSIGN_REQUIRED without one; APPROVAL_CHANGED if it was given for something else
 */
export async function requireApproval(
  context: Context,
  describers: Describers,
  procedure: CountersignedName,
  input: unknown,
): Promise<UsedApproval> {
  const { session } = context;
  if (!session) throw new AppError("NOT_SIGNED_IN");
  const { keys } = opened(context);
  const requester = session.admin_id;
  const act = await actOf(context, keys, describers, { procedure, input, requester });
  if (!act) return noneNeeded;
  const row = await change(context, async (made) => {
    const { tx, note } = made;
    const approved = await requireApproved(made, requester, act);
    await deleteApproval(tx, approved.id);
    note(event(approved, "approval.use"));
    return approved;
  });
  const { title, facts } = act;
  return { approved: { title, facts }, putBack: () => putBack(context, row) };
}
