import type { Account } from "#shared/contract/account.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { change } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { readPolicy } from "../../policy/policy.ts";
import { updateAdmin } from "../../store/console/admins.ts";
import { readCodeSet, replaceCodeSet, voidCodeSet } from "../../store/factors/backup-codes.ts";
import { revokeAdminTokens, tokensOf } from "../../store/factors/tokens.ts";
import { administratorCodes, newCodeSet } from "../../twofactor/backup-codes.ts";
import { confirmWithin } from "../../twofactor/confirm-codes.ts";
import { holderOf, requireSelf, showAccount } from "./overview.ts";
import { record, settleFactorChange } from "./settle.ts";

/** @throws AppError TOKEN_STATE without an authenticator that the codes replace */
export async function regenerateBackupCodes(context: Context): Promise<OutputOf<"account.regenerateBackupCodes">> {
  const fresh = await newCodeSet(opened(context).keys, administratorCodes, context.now, context.options.codeCost);
  await settleFactorChange(context, "account.regenerate_backup_codes", async ({ tx }, admin) => {
    const tokens = await tokensOf(tx, holderOf(admin));
    if (!tokens.some(({ status }) => status === "active" || status === "locked")) {
      throw new AppError("TOKEN_STATE", { text: text("account.authenticatorFirst") });
    }
    await replaceCodeSet(tx, holderOf(admin), fresh.set, fresh.hashes, context.now);
    return { count: fresh.codes.length };
  });
  return { backupCodes: fresh.codes, codeSet: fresh.set.id };
}

/** Records that the caller has these codes; again, it changes nothing. @throws AppError NOT_FOUND, TOKEN_STATE if they are void */
export async function confirmBackupCodes(
  context: Context,
  { codeSet }: ParsedInputOf<"account.confirmBackupCodes">,
): Promise<Record<string, never>> {
  await change(context, async (made) => {
    const { tx } = made;
    const admin = await requireSelf(tx, context);
    const set = await readCodeSet(tx, codeSet);
    if (set?.admin_id !== admin.id) throw new AppError("NOT_FOUND");
    if (await confirmWithin(tx, set, context.now)) record(made, "account.confirm_backup_codes");
  });
  return {};
}

/** @throws AppError POLICY_REFUSED */
export async function turnOffSecondFactor(context: Context): Promise<Account> {
  await settleFactorChange(context, "account.turn_off_second_factor", async ({ tx }, admin) => {
    if (!(await readPolicy(tx)).secondFactorOptional) {
      throw new AppError("POLICY_REFUSED", {
        text: text("account.secondFactorRequired"),
      });
    }
    const authenticators = await revokeAdminTokens(tx, admin.id);
    await voidCodeSet(tx, holderOf(admin), context.now);
    await updateAdmin(tx, admin.id, { second_factor: "off", updated_at: context.now });
    return { authenticators };
  });
  return showAccount(context);
}
