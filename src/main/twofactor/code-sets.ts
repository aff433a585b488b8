import { AppError } from "#shared/errors.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import type { UserId } from "#shared/model/ids.ts";
import type { Policy } from "#shared/model/policy.ts";
import { appendAudit } from "../audit/append.ts";
import { actorOf, type Context, opened } from "../context.ts";
import { readPolicy } from "../policy/policy.ts";
import { activeCodeSet, countUnused, replaceCodeSet } from "../store/backup-codes.ts";
import type { Tx } from "../store/open.ts";
import { requireUser, userTarget } from "../store/users.ts";
import { clearFailures } from "../throttle/throttle.ts";
import { newCodeSet, type NewCodeSet } from "./backup-codes.ts";
import { throttleKey } from "./throttle-keys.ts";
import { requireActiveUser } from "./tokens.ts";

/** A set as the policy wants it; slow, so before the transaction that keeps it. */
export const newUserCodes = (context: Context, policy: Policy): Promise<NewCodeSet> =>
  newCodeSet(opened(context).keys, policy, context.now, context.options.codeCost);

/**
 * Keeps a new set where the user has none that is of use, or where an authenticator is replaced.
 *
 * @returns the codes to show; none where the ones of before stay valid
 */
export async function keepFirstCodes(
  tx: Tx,
  user: UserId,
  fresh: NewCodeSet,
  facts: { replacing: boolean; now: number },
): Promise<string[]> {
  const holder = { kind: "user", id: user } as const;
  const older = await activeCodeSet(tx, holder);
  const wanted = !older || facts.replacing || (await countUnused(tx, older.id)) === 0;
  if (!wanted) return [];
  await replaceCodeSet(tx, holder, fresh.set, fresh.hashes, facts.now);
  return fresh.codes;
}

/** Voids what is left and makes new codes. @throws AppError NOT_FOUND, USER_DISABLED, TOKEN_STATE */
export async function regenerateBackupCodes(
  context: Context,
  input: ParsedInputOf<"tokens.regenerateBackupCodes">,
): Promise<{ backupCodes: string[] }> {
  const { store, keys } = opened(context);
  const user = await requireUser(store.db, input.user);
  requireActiveUser(user);
  const fresh = await newUserCodes(context, await readPolicy(store.db));
  await store.write(async (tx) => {
    const current = await requireUser(tx, { id: user.id });
    requireActiveUser(current);
    if (current.enrolment !== "active") throw new AppError("TOKEN_STATE", { message: "Enrol an authenticator first." });
    const holder = { kind: "user", id: user.id } as const;
    const older = await activeCodeSet(tx, holder);
    const voided = older ? await countUnused(tx, older.id) : 0;
    await replaceCodeSet(tx, holder, fresh.set, fresh.hashes, context.now);
    // Bound again: the new codes do not pay for what was guessed at the old ones.
    await clearFailures(tx, throttleKey(user.id));
    await appendAudit(tx, keys, context.now, {
      actor: actorOf(context),
      action: "backup_codes.regenerate",
      target: userTarget(current),
      details: { count: fresh.codes.length, voided, ...(input.reason ? { reason: input.reason } : {}) },
    });
  });
  return { backupCodes: fresh.codes };
}
