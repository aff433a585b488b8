import type { Approval } from "#shared/contract/approvals.ts";
import { type ParsedInputOf, type ProcedureName, procedures, type CountersignedName } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { ApprovalId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/records.ts";
import { toStored, toStoredList } from "#shared/texts/stored.ts";
import { change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import type { Describers } from "../../call/handlers.ts";
import { newId } from "../../base/ids.ts";
import type { Moment } from "../../base/ports.ts";
import { readPolicy } from "../../policy/policy.ts";
import {
  approvalFor,
  type ApprovalWithRequester,
  deleteExpiredApprovals,
  replaceApproval,
} from "../../store/console/approvals.ts";
import type { Tx } from "../../store/store.ts";
import type { ApprovalRow } from "../../store/migrations/schema.ts";
import { listSlots } from "../../store/console/vault-slots.ts";
import type { SessionWithAdmin } from "../../store/console/sessions.ts";
import { sharesOf } from "../../keys/slots.ts";
import { waitFor } from "../../throttle/wait.ts";
import { type Act, actOf, isFor } from "./act.ts";
import { approversOf, isAlive, lifetimes, mayDo, presentOf, toApproval } from "./rules.ts";

type Way = Pick<ApprovalRow, "needs" | "ready_at" | "expires_at">;

/** Whether the recovery key exists as a whole, which one person can type. */
const hasRecoveryKey = async (tx: Tx): Promise<boolean> =>
  (await listSlots(tx)).some((slot) => slot.kind === "recovery" && sharesOf(slot) === null);

/**
 * What an action needs: a second administrator if there is one, otherwise what the policy says. If the recovery key
 * exists in shares only, a delay replaces it.
 */
async function needsOf(tx: Tx, others: readonly unknown[]): Promise<Way["needs"]> {
  if (others.length > 0) return "administrator";
  const { soleApproval } = await readPolicy(tx);
  return soleApproval === "recovery key" && (await hasRecoveryKey(tx)) ? "recovery key" : "delay";
}

/** From now on: a wait begins. */
async function wayOf(tx: Tx, needs: Way["needs"], moment: Moment): Promise<Way> {
  if (needs !== "delay") return { needs, ready_at: null, expires_at: moment.now + lifetimes.request };
  const { soleApprovalHours } = await readPolicy(tx);
  const readyAt = await waitFor(tx, moment, soleApprovalHours * 3_600_000);
  return { needs, ready_at: readyAt, expires_at: readyAt + lifetimes.delay };
}

/** @throws AppError UNKNOWN_PROCEDURE, FORBIDDEN; what the procedure's form says about the input */
async function parsed({ procedure: name, input }: ParsedInputOf<"approvals.request">, role: Role) {
  if (!Object.hasOwn(procedures, name)) throw new AppError("UNKNOWN_PROCEDURE");
  const procedure = procedures[name as ProcedureName];
  const value = await procedure.input.parseAsync(input);
  if (!mayDo(name, role)) throw new AppError("FORBIDDEN");
  return procedure.countersign ? { procedure: name as CountersignedName, input: value } : null;
}

async function keep(context: Context, session: SessionWithAdmin, act: Act): Promise<Approval> {
  const { now } = context;
  const { procedure, digest } = act;
  const title = toStored(act.title);
  return change(context, async ({ tx, note, moment }) => {
    const others = await approversOf(tx, procedure, session.admin_id);
    const needs = await needsOf(tx, others);
    const present = await presentOf(tx, moment);
    const older = await approvalFor(tx, session.admin_id, procedure);
    const isSame = older && isFor(older, act) && older.needs === needs && isAlive(older, present);
    // Asking for the same again does not restart a delay.
    if (older && isSame) return toApproval(older, others, present);
    const row: ApprovalWithRequester = {
      id: newId(ApprovalId, now),
      procedure,
      digest,
      title,
      facts: toStoredList(act.facts),
      requester_id: session.admin_id,
      requester: session.name,
      session_id: needs === "delay" ? null : session.id,
      requested_at: now,
      approver_id: null,
      approver: null,
      approved_at: null,
      ...(await wayOf(tx, needs, moment)),
    };
    await deleteExpiredApprovals(tx, present);
    await replaceApproval(tx, row);
    note({
      action: "approval.request",
      target: { id: row.id, name: title },
      details: { procedure, needs: row.needs, digest: digest.toString("hex") },
    });
    return toApproval(row, others, present);
  });
}

/**
 * Says what a call would do and asks for its approval; replaces an older request of the same procedure.
 *
 * @returns null if the call needs no approval
 * @throws AppError UNKNOWN_PROCEDURE, INVALID_INPUT, FORBIDDEN and what describing the action throws
 */
export async function request(
  context: Context,
  describers: Describers,
  input: ParsedInputOf<"approvals.request">,
): Promise<Approval | null> {
  const { session } = context;
  if (!session) throw new AppError("NOT_SIGNED_IN");
  const call = await parsed(input, session.role);
  if (!call) return null;
  const act = await actOf(context, opened(context).keys, describers, { ...call, requester: session.admin_id });
  if (!act) return null;
  const approval = await keep(context, session, act);
  return approval;
}
