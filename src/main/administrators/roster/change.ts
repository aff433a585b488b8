import type { Administrator } from "#shared/contract/admins.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { type ErrorDetails } from "#shared/errors.ts";
import { adminKey } from "../access/prove.ts";
import { forgetWrongPasswords } from "../access/recovery-attempts.ts";
import { change, type Change } from "../../call/change.ts";
import type { Context } from "../../call/context.ts";
import { deleteAdmin, updateAdmin } from "../../store/console/admins.ts";
import { deleteInvitation } from "../../store/console/invitations.ts";
import type { AdminRow } from "../../store/migrations/schema.ts";
import { endSessionsOf } from "../../store/console/sessions.ts";
import { unlockAdminTokens } from "../../store/factors/tokens.ts";
import { clearFailures, failuresOf } from "../../throttle/throttle.ts";
import { readAdministrator } from "./overview.ts";
import { endOwnPasswordSlot, requireAnotherOwner, requireSomebodyElse, requireTarget } from "./owners.ts";

/** Records in the audit log what was done to an administrator. */
function record({ note }: Change, action: string, target: AdminRow, details: ErrorDetails = {}): void {
  note({ action, target: { id: target.id, name: target.name }, details });
}

/** Giving the same role again changes nothing, and ends nothing. @throws AppError NOT_FOUND, LAST_OWNER, FORBIDDEN */
export function setRole(context: Context, input: ParsedInputOf<"admins.setRole">): Promise<Administrator> {
  return change(context, async (made) => {
    const { tx } = made;
    const target = await requireTarget(tx, context, input.id);
    if (target.role !== input.role) {
      await requireAnotherOwner(tx, target);
      await updateAdmin(tx, target.id, { role: input.role, updated_at: context.now });
      record(made, "admin.set_role", target, {
        roleBefore: target.role,
        roleAfter: input.role,
        reason: input.reason,
        sessionsEnded: await endSessionsOf(tx, target.id),
      });
    }
    return readAdministrator(tx, target.id, made.moment);
  });
}

/** Disabling again changes nothing. @throws AppError NOT_FOUND, LAST_OWNER, FORBIDDEN for oneself, LAST_SLOT */
export function disable(context: Context, input: ParsedInputOf<"admins.disable">): Promise<Administrator> {
  return change(context, async (made) => {
    const { tx } = made;
    const target = await requireTarget(tx, context, input.id);
    if (target.status !== "disabled") {
      await requireAnotherOwner(tx, target);
      requireSomebodyElse(context, target);
      const passwordSlotEnded = await endOwnPasswordSlot(tx, target);
      await deleteInvitation(tx, target.id);
      await updateAdmin(tx, target.id, { status: "disabled", updated_at: context.now });
      record(made, "admin.disable", target, {
        reason: input.reason,
        sessionsEnded: await endSessionsOf(tx, target.id),
        ...(passwordSlotEnded ? { passwordSlotEnded } : {}),
      });
    }
    return readAdministrator(tx, target.id, made.moment);
  });
}

/** @throws AppError NOT_FOUND, FORBIDDEN */
export function enable(context: Context, input: ParsedInputOf<"admins.enable">): Promise<Administrator> {
  return change(context, async (made) => {
    const { tx } = made;
    const target = await requireTarget(tx, context, input.id);
    if (target.status === "disabled") {
      // Somebody who has never chosen a password is still invited.
      const status = target.password_changed_at === 0 ? "pending" : "active";
      await updateAdmin(tx, target.id, { status, updated_at: context.now });
      record(made, "admin.enable", target);
    }
    return readAdministrator(tx, target.id, made.moment);
  });
}

/** @throws AppError NOT_FOUND, LAST_OWNER, FORBIDDEN for oneself, LAST_SLOT */
export function remove(context: Context, input: ParsedInputOf<"admins.remove">): Promise<Record<string, never>> {
  return change(context, async (made) => {
    const { tx } = made;
    const target = await requireTarget(tx, context, input.id);
    await requireAnotherOwner(tx, target);
    requireSomebodyElse(context, target);
    const passwordSlotEnded = await endOwnPasswordSlot(tx, target);
    const sessionsEnded = await endSessionsOf(tx, target.id);
    await clearFailures(tx, adminKey(target.id));
    await deleteAdmin(tx, target.id);
    record(made, "admin.remove", target, {
      role: target.role,
      reason: input.reason,
      sessionsEnded,
      ...(passwordSlotEnded ? { passwordSlotEnded } : {}),
    });
    return {};
  });
}

/** Clears the failed attempts and unlocks locked authenticators. @throws AppError NOT_FOUND, FORBIDDEN */
export function unlock(context: Context, input: ParsedInputOf<"admins.unlock">): Promise<Administrator> {
  return change(context, async (made) => {
    const { tx } = made;
    const target = await requireTarget(tx, context, input.id);
    const key = adminKey(target.id);
    const { failures } = await failuresOf(tx, key);
    const authenticators = await unlockAdminTokens(tx, target.id);
    await forgetWrongPasswords(tx, target.id);
    if (failures + authenticators > 0) {
      await clearFailures(tx, key);
      record(made, "admin.unlock", target, { failures, authenticators });
    }
    return readAdministrator(tx, target.id, made.moment);
  });
}
