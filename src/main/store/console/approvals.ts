import type { AdminId, ApprovalId } from "#shared/model/ids.ts";
import type { Role } from "#shared/model/records.ts";
import type { Db, Tx } from "../store.ts";
import type { ApprovalRow } from "../migrations/schema.ts";

export type ApprovalWithRequester = ApprovalRow & { requester: string };

const withRequester = (db: Db) =>
  db
    .selectFrom("approvals")
    .innerJoin("admins", "admins.id", "approvals.requester_id")
    .selectAll("approvals")
    .select("admins.name as requester");

/** The oldest first. */
export const listApprovals = (db: Db): Promise<ApprovalWithRequester[]> =>
  withRequester(db).orderBy("requested_at").execute();

export const readApproval = (db: Db, id: ApprovalId): Promise<ApprovalWithRequester | undefined> =>
  withRequester(db).where("approvals.id", "=", id).executeTakeFirst();

/** What an administrator asked for, by procedure. */
export const approvalFor = (
  db: Db,
  requester: AdminId,
  procedure: string,
): Promise<ApprovalWithRequester | undefined> =>
  withRequester(db).where("requester_id", "=", requester).where("procedure", "=", procedure).executeTakeFirst();

/** The row itself: the name is the administrator's. */
function withoutRequester(named: ApprovalWithRequester): ApprovalRow {
  const row: ApprovalRow & { requester?: string } = { ...named };
  delete row.requester;
  return row;
}

/** Replaces an older request of the same procedure by the same administrator. */
export async function replaceApproval(tx: Tx, row: ApprovalWithRequester): Promise<void> {
  await tx
    .deleteFrom("approvals")
    .where("requester_id", "=", row.requester_id)
    .where("procedure", "=", row.procedure)
    .execute();
  await tx.insertInto("approvals").values(withoutRequester(row)).execute();
}

export async function updateApproval(
  tx: Tx,
  id: ApprovalId,
  change: Pick<ApprovalRow, "approver_id" | "approver" | "approved_at" | "expires_at">,
): Promise<void> {
  await tx.updateTable("approvals").set(change).where("id", "=", id).execute();
}

/** @returns whether it was there */
export async function deleteApproval(tx: Tx, id: ApprovalId): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom("approvals").where("id", "=", id).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Removes what has expired. @param present UTC milliseconds, and the store's own time, by which delays are measured */
export async function deleteExpiredApprovals(tx: Tx, present: { now: number; counted: number }): Promise<void> {
  await tx
    .deleteFrom("approvals")
    .where((row) =>
      row.or([
        row.and([row("needs", "<>", "delay"), row("expires_at", "<=", present.now)]),
        row.and([row("needs", "=", "delay"), row("expires_at", "<=", present.counted)]),
      ]),
    )
    .execute();
}

export interface Candidate {
  id: AdminId;
  name: string;
  role: Role;
}

/** Who can prove their identity with a second factor: active administrators. By name. */
export const provingAdmins = (db: Db): Promise<Candidate[]> =>
  db
    .selectFrom("admins")
    .select(["id", "name", "role"])
    .where("status", "=", "active")
    .where("must_enrol", "=", 0)
    .where("second_factor", "=", "on")
    .orderBy("name_key")
    .execute();
