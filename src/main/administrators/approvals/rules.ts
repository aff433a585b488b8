import type { Approval } from "#shared/contract/approvals.ts";
import { type ProcedureName, procedures } from "#shared/contract/index.ts";
import type { Procedure } from "#shared/contract/procedure.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/records.ts";
import { fromStored, fromStoredList } from "#shared/texts/stored.ts";
import { type ApprovalWithRequester, type Candidate, provingAdmins } from "../../store/console/approvals.ts";
import type { Moment } from "../../base/ports.ts";
import type { Db } from "../../store/store.ts";
import type { ApprovalRow } from "../../store/migrations/schema.ts";
import { type CountedTime, countedNow, onTheClock } from "../../throttle/wait.ts";

/** How long a request waits, an approval can be used, and a delay that has passed is valid: milliseconds. */
export const lifetimes = { request: 30 * 60_000, approval: 10 * 60_000, delay: 24 * 3_600_000 } as const;

/** By how much the clock may have been set back before a request counts as one from the future, in milliseconds. */
const clockTolerance = 60_000;

/** Whether a procedure can be called by a role. */
const mayCall = (procedure: Procedure, role: Role): boolean =>
  procedure.allow === "anyone" || procedure.allow.includes(role);

/** Whether a role may do the action of an approval. */
export const mayDo = (name: string, role: Role): boolean =>
  Object.hasOwn(procedures, name) && mayCall(procedures[name as ProcedureName], role);

/** Those who may approve another administrator's action. */
export async function approversOf(db: Db, procedure: string, requester: AdminId): Promise<Candidate[]> {
  const admins = await provingAdmins(db);
  return admins.filter(({ id, role }) => id !== requester && mayDo(procedure, role));
}

/** Now, as this computer's clock has it and as the store has counted: a delay is measured by the latter alone. */
export interface Present {
  now: number;
  counted: CountedTime;
}

export const presentOf = async (db: Db, moment: Moment): Promise<Present> => ({
  now: moment.now,
  counted: await countedNow(db, moment),
});

/** Whether a request is valid. One from the future is not: the clock was set back. */
export function isAlive(row: ApprovalRow, { now, counted }: Present): boolean {
  if (row.needs === "delay") return counted < row.expires_at;
  return now < row.expires_at && now >= Math.max(row.requested_at, row.approved_at ?? 0) - clockTolerance;
}

/** Whether it is approved: by somebody, or because the delay has passed. */
export const isApproved = (row: ApprovalRow, { counted }: Present): boolean =>
  row.approved_at !== null || (row.ready_at !== null && counted >= row.ready_at);

const shownAt = (at: CountedTime, present: Present): number => onTheClock(at, present.counted, present);

/** Who or what approved, for the audit log. */
export function approvedBy(row: ApprovalRow): string {
  if (row.needs === "administrator") return row.approver ?? "";
  return row.needs === "delay" ? "after a delay" : "the recovery key";
}

/** The wire form. @param approvers who may approve it now */
export const toApproval = (
  row: ApprovalWithRequester,
  approvers: readonly Candidate[],
  present: Present,
): Approval => ({
  id: row.id,
  procedure: row.procedure,
  title: fromStored(row.title),
  facts: fromStoredList(row.facts),
  requestedBy: row.requester,
  requestedAt: row.requested_at,
  expiresAt: row.needs === "delay" ? shownAt(row.expires_at, present) : row.expires_at,
  digest: row.digest.toString("hex"),
  state: isApproved(row, present) ? "approved" : "waiting",
  approvedBy: row.approver,
  needs: row.needs,
  approvers: row.needs === "administrator" ? approvers.map(({ name }) => name) : [],
  readyAt: row.ready_at === null ? null : shownAt(row.ready_at, present),
});
