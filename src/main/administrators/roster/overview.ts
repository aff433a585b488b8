import type { Administrator } from "#shared/contract/admins.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { AdminId } from "#shared/model/ids.ts";
import type { Moment } from "../../base/ports.ts";
import { adminKey } from "../access/prove.ts";
import { type AdminOverview, adminOverviews } from "../../store/console/admins.ts";
import type { Db } from "../../store/store.ts";
import type { AdminRow } from "../../store/migrations/schema.ts";
import { attemptsOf } from "../../throttle/throttle.ts";

/** An administrator's state, in the contract's words. */
export function statusOf(row: Pick<AdminRow, "status" | "must_enrol">): Administrator["status"] {
  if (row.status === "disabled") return "disabled";
  if (row.status === "pending") return "invited";
  return row.must_enrol === 1 ? "reset" : "active";
}

async function toAdministrator(db: Db, row: AdminOverview, moment: Moment): Promise<Administrator> {
  const { blockedUntil, lockedOut } = await attemptsOf(db, adminKey(row.id), moment);
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    status: statusOf(row),
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
    authenticators: row.authenticators,
    remainingBackupCodes: row.remaining_codes,
    sessions: row.live_sessions,
    invitedUntil: row.invited_until,
    blockedUntil,
    lockedOut,
  };
}

/** By name. */
export async function listAdministrators(db: Db, moment: Moment): Promise<Administrator[]> {
  const rows = await adminOverviews(db, moment.now);
  return Promise.all(rows.map((row) => toAdministrator(db, row, moment)));
}

/** @throws AppError NOT_FOUND */
export async function readAdministrator(db: Db, id: AdminId, moment: Moment): Promise<Administrator> {
  const [row] = await adminOverviews(db, moment.now, id);
  if (!row) throw noAdministrator();
  return toAdministrator(db, row, moment);
}

export const noAdministrator = (): AppError => new AppError("NOT_FOUND", { text: text("admins.noSuchAdmin") });
