import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { change } from "../../call/change.ts";
import { actorOf, type Context, momentOf, opened } from "../../call/context.ts";
import type { Describers, HandlersOf } from "../../call/handlers.ts";
import { deleteApproval, listApprovals, readApproval } from "../../store/console/approvals.ts";
import { approve, approveByRecoveryKey } from "./approve.ts";
import { request } from "./request.ts";
import { approversOf, isAlive, presentOf, toApproval } from "./rules.ts";

async function list(context: Context): Promise<OutputOf<"approvals.list">> {
  const { db } = opened(context).store;
  const me = actorOf(context).id;
  const present = await presentOf(db, momentOf(context));
  const seen: OutputOf<"approvals.list">["approvals"] = [];
  for (const row of await listApprovals(db)) {
    if (!isAlive(row, present)) continue;
    const approvers = await approversOf(db, row.procedure, row.requester_id);
    const mayApprove = row.needs === "administrator" && approvers.some(({ id }) => id === me);
    if (row.requester_id === me || mayApprove) seen.push(toApproval(row, approvers, present));
  }
  return { approvals: seen };
}

/** Withdraws the caller's request. @throws AppError NOT_FOUND */
async function withdraw(
  context: Context,
  { id }: ParsedInputOf<"approvals.withdraw">,
): Promise<OutputOf<"approvals.withdraw">> {
  const me = actorOf(context).id;
  await change(context, async ({ tx, note }) => {
    const row = await readApproval(tx, id);
    if (row?.requester_id !== me) throw new AppError("NOT_FOUND");
    await deleteApproval(tx, id);
    note({
      action: "approval.withdraw",
      target: { id, name: row.title },
      details: { procedure: row.procedure, digest: row.digest.toString("hex") },
    });
  });
  return {};
}

export const approvalHandlers = (describers: Describers): HandlersOf<"approvals"> => ({
  request: (context, input) => request(context, describers, input),
  list,
  approve,
  approveByRecoveryKey,
  withdraw,
});
