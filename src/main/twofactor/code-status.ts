import type { UserDetail } from "#shared/model/records.ts";
import { readPolicy } from "../policy/policy.ts";
import { activeCodeSet, codeUses } from "../store/factors/backup-codes.ts";
import type { Db } from "../store/store.ts";
import type { Holder } from "../store/factors/tokens.ts";

/** The state of the holder's backup codes; null without any. */
export async function backupCodeStatus(db: Db, holder: Holder): Promise<UserDetail["backupCodes"]> {
  const set = await activeCodeSet(db, holder);
  if (!set) return null;
  const usedAt = await codeUses(db, set.id);
  const remaining = usedAt.filter((at) => at === null).length;
  const { lowCodes } = await readPolicy(db);
  return {
    total: set.total,
    remaining,
    createdAt: set.created_at,
    handedOverAt: set.handed_over_at,
    low: remaining <= lowCodes,
    usedAt,
  };
}
