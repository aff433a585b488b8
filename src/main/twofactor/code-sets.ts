import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import type { BackupCodeSetId, UserId } from "#shared/model/ids.ts";
import type { Policy } from "#shared/model/policy.ts";
import { change } from "../call/change.ts";
import { type Context, opened } from "../call/context.ts";
import { readPolicy } from "../policy/policy.ts";
import { activeCodeSet, countUnused, readCodeSet, replaceCodeSet } from "../store/factors/backup-codes.ts";
import type { Tx } from "../store/store.ts";
import { requireUser, userTarget } from "../store/people/users.ts";
import { clearFailures } from "../throttle/throttle.ts";
import { newCodeSet, type NewCodeSet } from "./backup-codes.ts";
import { confirmWithin } from "./confirm-codes.ts";
import { throttleKey } from "./throttle-keys.ts";
import { requireActiveUser } from "./tokens.ts";

/** A set as the policy requires it; slow, so made before the transaction that stores it. */
export const newUserCodes = (context: Context, policy: Policy): Promise<NewCodeSet> =>
  newCodeSet(opened(context).keys, policy, context.now, context.options.codeCost);

/**
 * Stores a new set if the person has no usable one, or if an authenticator is replaced.
 *
 * @returns the codes to show and their set; none if the earlier ones stay valid
 */
export async function keepFirstCodes(
  tx: Tx,
  user: UserId,
  fresh: NewCodeSet,
  facts: { replacing: boolean; now: number },
): Promise<{ backupCodes: string[]; codeSet: BackupCodeSetId | null }> {
  const holder = { kind: "user", id: user } as const;
  const older = await activeCodeSet(tx, holder);
  const wanted = !older || facts.replacing || (await countUnused(tx, older.id)) === 0;
  if (!wanted) return { backupCodes: [], codeSet: null };
  await replaceCodeSet(tx, holder, fresh.set, fresh.hashes, facts.now);
  return { backupCodes: fresh.codes, codeSet: fresh.set.id };
}

/** Voids the remaining codes and makes new ones. @throws AppError NOT_FOUND, USER_DISABLED, TOKEN_STATE */
export async function regenerateBackupCodes(
  context: Context,
  input: ParsedInputOf<"tokens.regenerateBackupCodes">,
): Promise<OutputOf<"tokens.regenerateBackupCodes">> {
  const { store } = opened(context);
  const user = await requireUser(store.db, input.user);
  requireActiveUser(user);
  const fresh = await newUserCodes(context, await readPolicy(store.db));
  await change(context, async ({ tx, note }) => {
    const current = await requireUser(tx, { id: user.id });
    requireActiveUser(current);
    if (current.enrolment !== "active") throw new AppError("TOKEN_STATE", { text: text("authenticators.enrolFirst") });
    const holder = { kind: "user", id: user.id } as const;
    const older = await activeCodeSet(tx, holder);
    const voided = older ? await countUnused(tx, older.id) : 0;
    await replaceCodeSet(tx, holder, fresh.set, fresh.hashes, context.now);
    // The new codes start with a clean count of wrong guesses.
    await clearFailures(tx, throttleKey(user.id));
    note({
      action: "backup_codes.regenerate",
      target: userTarget(current),
      details: { count: fresh.codes.length, voided, ...(input.reason ? { reason: input.reason } : {}) },
    });
  });
  return { backupCodes: fresh.codes, codeSet: fresh.set.id };
}

/** Records that the person has these codes; again, it changes nothing. @throws AppError NOT_FOUND, TOKEN_STATE if they are void */
export async function confirmBackupCodes(
  context: Context,
  { codeSet }: ParsedInputOf<"tokens.confirmBackupCodes">,
): Promise<Record<string, never>> {
  await change(context, async ({ tx, note }) => {
    const set = await readCodeSet(tx, codeSet);
    if (!set?.user_id) throw new AppError("NOT_FOUND");
    if (!(await confirmWithin(tx, set, context.now))) return;
    note({
      action: "backup_codes.confirm",
      target: userTarget(await requireUser(tx, { id: set.user_id })),
    });
  });
  return {};
}
