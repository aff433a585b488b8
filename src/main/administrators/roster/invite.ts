import { randomBytes } from "node:crypto";
import type { Invitation } from "#shared/contract/admins.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { AdminId } from "#shared/model/ids.ts";
import { nameKey } from "#shared/model/text.ts";
import { giveInvitation } from "../access/invitations.ts";
import { hashPassword } from "../access/passwords.ts";
import { change, type Change } from "../../call/change.ts";
import { actorOf, type Context } from "../../call/context.ts";
import { newId } from "../../base/ids.ts";
import { ableOwners, adminByName, adminOverviews, insertAdmin, updateAdmin } from "../../store/console/admins.ts";
import { voidCodeSet } from "../../store/factors/backup-codes.ts";
import { lookAlikeKey } from "../../store/search/look-alike.ts";
import type { Db } from "../../store/store.ts";
import { endSessionsOf } from "../../store/console/sessions.ts";
import { revokeAdminTokens } from "../../store/factors/tokens.ts";
import { readAdministrator, statusOf } from "./overview.ts";
import { requireAnotherOwner, requireTarget, requireWayForOthers } from "./owners.ts";

/** @throws AppError CONFLICT */
export async function requireFreeName(db: Db, name: string): Promise<void> {
  const look = lookAlikeKey(name);
  const taken = (await adminByName(db, nameKey(name))) !== undefined;
  const other = taken ? undefined : (await adminOverviews(db, 0)).find((admin) => lookAlikeKey(admin.name) === look);
  if (!taken && !other) return;
  const why = other ? text("admins.looksLike", { name: other.name }) : text("admins.nameTaken");
  throw new AppError("CONFLICT", { text: why, fields: { name: why } });
}

async function shown({ tx, keys, moment }: Change, id: AdminId): Promise<Invitation> {
  const { code, expiresAt } = await giveInvitation(tx, keys, id, moment.now);
  return { admin: await readAdministrator(tx, id, moment), code, expiresAt };
}

/** @throws AppError CONFLICT, FORBIDDEN */
export async function invite(context: Context, input: ParsedInputOf<"admins.invite">): Promise<Invitation> {
  const { now } = context;
  // Of a password that nobody knows, until one is chosen.
  const nobodys = await hashPassword(randomBytes(32).toString("base64"), context.options.passwordCost);
  return change(context, async (made) => {
    const { tx, note } = made;
    const actor = actorOf(context);
    if (!(await ableOwners(tx)).some(({ id }) => id === actor.id)) throw new AppError("FORBIDDEN");
    await requireWayForOthers(tx);
    await requireFreeName(tx, input.name);
    const id = newId(AdminId, now);
    await insertAdmin(tx, {
      id,
      name: input.name,
      name_key: nameKey(input.name),
      role: input.role,
      status: "pending",
      password_hash: nobodys,
      created_at: now,
      updated_at: now,
      second_factor: "on",
      must_enrol: 1,
      last_sign_in_at: null,
      password_changed_at: 0,
    });
    const target = { id, name: input.name };
    note({ action: "admin.invite", target, details: { role: input.role } });
    return shown(made, id);
  });
}

/** @throws AppError NOT_FOUND, CONFLICT for somebody who is not invited, FORBIDDEN */
export async function inviteAgain(context: Context, input: ParsedInputOf<"admins.inviteAgain">): Promise<Invitation> {
  return change(context, async (made) => {
    const { tx, note } = made;
    const target = await requireTarget(tx, context, input.id);
    await requireWayForOthers(tx);
    if (!["invited", "reset"].includes(statusOf(target))) {
      throw new AppError("CONFLICT", {
        text: text("admins.needsNoCode", { name: target.name }),
      });
    }
    // An enrolment begun with the earlier code is not continued with this one.
    await revokeAdminTokens(tx, target.id);
    note({ action: "admin.invite_again", target: { id: target.id, name: target.name } });
    return shown(made, target.id);
  });
}

/** @throws AppError NOT_FOUND, CONFLICT, LAST_OWNER, FORBIDDEN */
export async function resetSecondFactor(
  context: Context,
  input: ParsedInputOf<"admins.resetSecondFactor">,
): Promise<Invitation> {
  const { now } = context;
  return change(context, async (made) => {
    const { tx, note } = made;
    const target = await requireTarget(tx, context, input.id);
    if (target.status !== "active") {
      throw new AppError("CONFLICT", { text: text("admins.nothingToReset", { name: target.name }) });
    }
    await requireAnotherOwner(tx, target);
    const authenticators = await revokeAdminTokens(tx, target.id);
    await voidCodeSet(tx, { kind: "admin", id: target.id }, now);
    await updateAdmin(tx, target.id, { must_enrol: 1, second_factor: "on", updated_at: now });
    const sessions = await endSessionsOf(tx, target.id);
    note({
      action: "admin.reset_second_factor",
      target: { id: target.id, name: target.name },
      details: { reason: input.reason, authenticators, sessionsEnded: sessions },
    });
    return shown(made, target.id);
  });
}
