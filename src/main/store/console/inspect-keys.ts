import { row, rows } from "../statements.ts";
import type { Db } from "../store.ts";

/** What an inspection of the store says about the ways back into it. */
export interface KeysFound {
  /** When somebody last tested the recovery key, UTC milliseconds; null: never since it was made. */
  recoveryCheckedAt: number | null;
  hasRecoveryKey: boolean;
  /** Owners who recently came back with the recovery key, the latest first. */
  ownersBack: { name: string; at: number }[];
}

/** How long a return with the recovery key is shown, in milliseconds. */
const inSight = 30 * 86_400_000;

/** @param now UTC milliseconds */
export async function readKeysFound(db: Db, now: number): Promise<KeysFound> {
  const slot = await row<{ checkedAt: number | null }>(
    db,
    `SELECT checked_at AS "checkedAt" FROM vault_slots WHERE kind = 'recovery' ORDER BY created_at DESC LIMIT 1`,
  );
  const ownersBack = await rows<KeysFound["ownersBack"][number]>(
    db,
    `SELECT target AS name, at FROM audit_events
     WHERE action = 'recovery.owner' AND at > ? AND target IS NOT NULL ORDER BY seq DESC LIMIT 5`,
    now - inSight,
  );
  return { hasRecoveryKey: slot !== undefined, recoveryCheckedAt: slot?.checkedAt ?? null, ownersBack };
}
