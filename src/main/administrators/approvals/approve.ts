import type { Approval } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import type { AdminId, ApprovalId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/records.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { proveAdministrator } from "../access/prove.ts";
import type { Actor } from "../../base/actor.ts";
import type { Moment } from "../../base/ports.ts";
import { change, type Change } from "../../call/change.ts";
import { actorOf, type Context, momentOf, opened } from "../../call/context.ts";
import { type ApprovalWithRequester, readApproval, updateApproval } from "../../store/console/approvals.ts";
import type { Db } from "../../store/store.ts";
import { guarded } from "../access/guard.ts";
import { openHumanSlot } from "../../keys/open.ts";
import { approversOf, isAlive, isApproved, lifetimes, mayDo, presentOf, toApproval } from "./rules.ts";

type Outcome = { approved: ApprovalWithRequester } | { refused: AppError };

const refusal = (why: Text): { refused: AppError } => ({
  refused: new AppError("APPROVAL_REFUSED", { text: why }),
});

/** @throws AppError NOT_FOUND if it was withdrawn, used or has expired; APPROVAL_REFUSED if it is already approved */
async function requireWaiting(db: Db, id: ApprovalId, moment: Moment): Promise<ApprovalWithRequester> {
  const present = await presentOf(db, moment);
  const row = await readApproval(db, id);
  if (!row || !isAlive(row, present)) {
    throw new AppError("NOT_FOUND", { text: text("approvals.withdrawn") });
  }
  if (isApproved(row, present)) throw new AppError("APPROVAL_REFUSED", { text: text("approvals.alreadyApproved") });
  return row;
}

/** @param approver null: whoever calls */
function record({ actor, note }: Change, row: ApprovalWithRequester, approver: Actor | null, refused?: AppError): void {
  note({
    actor: approver ?? actor,
    action: "approval.approve",
    target: { id: row.id, name: row.title },
    result: refused ? "refused" : "done",
    details: {
      procedure: row.procedure,
      requester: row.requester,
      needs: row.needs,
      digest: row.digest.toString("hex"),
      ...(refused ? { reason: refused.code } : {}),
    },
  });
}

async function approved(
  made: Change,
  row: ApprovalWithRequester,
  approver: { id: AdminId; name: string } | null,
): Promise<ApprovalWithRequester> {
  const { tx, at } = made;
  const given = {
    approver_id: approver?.id ?? null,
    approver: approver?.name ?? null,
    approved_at: at,
    expires_at: at + lifetimes.approval,
  };
  await updateApproval(tx, row.id, given);
  record(made, row, approver);
  return { ...row, ...given };
}

async function answer(context: Context, row: ApprovalWithRequester): Promise<Approval> {
  const { db } = opened(context).store;
  const approvers = await approversOf(db, row.procedure, row.requester_id);
  return toApproval(row, approvers, await presentOf(db, momentOf(context)));
}

function judge(row: ApprovalWithRequester, admin: { id: AdminId; role: Role }): { refused: AppError } | null {
  if (row.needs !== "administrator") return refusal(text("approvals.needsAnotherKind"));
  if (admin.id === row.requester_id) {
    return refusal(text("approvals.notTheRequester"));
  }
  return mayDo(row.procedure, admin.role) ? null : refusal(text("approvals.roleForbids"));
}

/** Tries the recovery key; a wrong one is recorded in the audit log. @throws AppError UNLOCK_REFUSED, THROTTLED */
async function proveRecoveryKey(context: Context, row: ApprovalWithRequester, recoveryKey: string): Promise<void> {
  const { store } = opened(context);
  const wipe = ({ dataKey }: { dataKey: Buffer }) => dataKey.fill(0);
  try {
    wipe(await guarded(context, store, () => openHumanSlot(store.db, { recoveryKey }), wipe));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "UNLOCK_REFUSED") {
      await change(context, async (made) => record(made, row, null, thrown));
    }
    throw thrown;
  }
}

/**
 * A second administrator approves what the first one asks for, by name, password and code.
 *
 * @throws AppError SIGN_IN_REFUSED, THROTTLED, NOT_FOUND; APPROVAL_REFUSED for the requester, for a role that may not
 * do the action, and if something else is needed to approve it
 */
export async function approve(context: Context, input: ParsedInputOf<"approvals.approve">): Promise<Approval> {
  const { store } = opened(context);
  const { id, ...credentials } = input;
  await requireWaiting(store.db, id, momentOf(context));
  const settle = async (made: Change, admin: { id: AdminId; name: string; role: Role }): Promise<Outcome> => {
    // Somebody else may have been faster.
    const row = await requireWaiting(made.tx, id, made.moment);
    const refused = judge(row, admin);
    if (!refused) return { approved: await approved(made, row, { id: admin.id, name: admin.name }) };
    record(made, row, { id: admin.id, name: admin.name }, refused.refused);
    return refused;
  };
  const outcome = await proveAdministrator(context, credentials, "approval.approve", settle);
  if ("refused" in outcome) throw outcome.refused;
  return answer(context, outcome.approved);
}

/**
 * The only administrator who may do an action approves it with the recovery key.
 *
 * @throws AppError UNLOCK_REFUSED, THROTTLED, NOT_FOUND; APPROVAL_REFUSED if something else is needed to approve it
 */
export async function approveByRecoveryKey(
  context: Context,
  { id, recoveryKey }: ParsedInputOf<"approvals.approveByRecoveryKey">,
): Promise<Approval> {
  const { store } = opened(context);
  const waiting = await requireWaiting(store.db, id, momentOf(context));
  if (waiting.requester_id !== actorOf(context).id || waiting.needs !== "recovery key") {
    throw new AppError("APPROVAL_REFUSED", { text: text("approvals.notByRecoveryKey") });
  }
  await proveRecoveryKey(context, waiting, recoveryKey);
  const row = await change(context, async (made) =>
    approved(made, await requireWaiting(made.tx, id, made.moment), null),
  );
  return answer(context, row);
}
