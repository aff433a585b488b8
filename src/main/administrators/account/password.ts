import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { hashPassword, passwordFits, requireGoodPassword } from "../access/passwords.ts";
import { adminKey, countWrongAttempt, forgetWrongAttempts, requireNotThrottled } from "../access/prove.ts";
import { appendAudit } from "../../audit/append.ts";
import { actorOf, type Context, opened } from "../../call/context.ts";
import { updateAdmin } from "../../store/console/admins.ts";
import type { AdminRow } from "../../store/migrations/schema.ts";
import { keepRewrapped, rewrapPasswordSlot } from "../../keys/password-slot.ts";
import { requireSelf } from "./overview.ts";
import { settleFactorChange } from "./settle.ts";

const wrongPassword = () => new AppError("SIGN_IN_REFUSED", { message: "The current password is wrong." });

/** @throws AppError SIGN_IN_REFUSED, THROTTLED */
async function requirePassword(context: Context, admin: AdminRow, password: string): Promise<void> {
  const { store, keys } = opened(context);
  const key = adminKey(admin.id);
  await requireNotThrottled(store.db, key, context.now);
  const fits = await passwordFits(admin.password_hash, password);
  await store.write(async (tx) => {
    // Guesses that came at the same time have counted meanwhile.
    await requireNotThrottled(tx, key, context.now);
    if (fits) return;
    await countWrongAttempt(tx, key, context.now);
    const self = actorOf(context);
    await appendAudit(tx, keys, context.now, {
      actor: self,
      action: "account.change_password",
      target: self,
      result: "refused",
    });
  });
  if (!fits) throw wrongPassword();
}

/**
 * If the old password opens the vault, the new one does afterwards.
 *
 * @throws AppError SIGN_IN_REFUSED, THROTTLED, PASSWORD_REFUSED, BUSY
 */
export async function changePassword(
  context: Context,
  input: ParsedInputOf<"account.changePassword">,
): Promise<Record<string, never>> {
  const { store, keys } = opened(context);
  const { now } = context;
  const before = await requireSelf(store.db, context);
  await requirePassword(context, before, input.current);
  const organisation = (await context.live.row())?.organisation ?? "";
  await requireGoodPassword(input.next, [before.name, organisation], "next");
  const rewrapped = await rewrapPasswordSlot(store.db, keys, input, now);
  const passwordHash = await hashPassword(input.next);
  await settleFactorChange(context, "account.change_password", async (tx, admin) => {
    // Changed by another call meanwhile: what was proven is no longer the current one.
    if (admin.password_hash !== before.password_hash) throw wrongPassword();
    if (rewrapped) await keepRewrapped(tx, rewrapped);
    await updateAdmin(tx, admin.id, { password_hash: passwordHash, password_changed_at: now, updated_at: now });
    await forgetWrongAttempts(tx, adminKey(admin.id));
    return rewrapped ? { opensVault: true } : {};
  });
  return {};
}
