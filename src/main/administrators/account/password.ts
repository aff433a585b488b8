import type { ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { hashPassword, passwordFits, requireGoodPassword } from "../access/passwords.ts";
import { adminKey, countWrongAttempt, forgetWrongAttempts, requireNotThrottled } from "../access/prove.ts";
import { change } from "../../call/change.ts";
import { type Context, momentOf, opened } from "../../call/context.ts";
import { updateAdmin } from "../../store/console/admins.ts";
import type { AdminRow } from "../../store/migrations/schema.ts";
import { keepRewrapped, rewrapPasswordSlot } from "../../keys/password-slot.ts";
import { requireSelf } from "./overview.ts";
import { record, settleFactorChange } from "./settle.ts";

const wrongPassword = () => new AppError("SIGN_IN_REFUSED", { text: text("account.currentPasswordWrong") });

/** @throws AppError SIGN_IN_REFUSED, THROTTLED */
async function requirePassword(context: Context, admin: AdminRow, password: string): Promise<void> {
  const { store } = opened(context);
  const key = adminKey(admin.id);
  const moment = momentOf(context);
  await requireNotThrottled(store.db, key, moment);
  const fits = await passwordFits(admin.password_hash, password);
  await change(context, async (made) => {
    // Guesses that came at the same time have counted meanwhile.
    await requireNotThrottled(made.tx, key, moment);
    if (fits) return;
    await countWrongAttempt(made.tx, key, moment);
    record(made, "account.change_password", {}, "refused");
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
  const passwordHash = await hashPassword(input.next, context.options.passwordCost);
  await settleFactorChange(context, "account.change_password", async ({ tx }, admin) => {
    // Changed by another call meanwhile: what was proven is no longer the current one.
    if (admin.password_hash !== before.password_hash) throw wrongPassword();
    if (rewrapped) await keepRewrapped(tx, rewrapped);
    await updateAdmin(tx, admin.id, { password_hash: passwordHash, password_changed_at: now, updated_at: now });
    await forgetWrongAttempts(tx, adminKey(admin.id));
    return rewrapped ? { opensVault: true } : {};
  });
  return {};
}
