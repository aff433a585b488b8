import type Database from "better-sqlite3";

/** What a look at the store tells of the ways back into it. */
export interface KeysFound {
  /** When somebody last proved to have the recovery key, UTC milliseconds; null: never since it was made. */
  recoveryCheckedAt: number | null;
  hasRecoveryKey: boolean;
  /** Owners who came back with the recovery key of late, the latest first. */
  ownersBack: { name: string; at: number }[];
}

/** For how long a return by the recovery key stays in sight, in milliseconds. */
const inSight = 30 * 86_400_000;

/** @param now UTC milliseconds */
export function readKeysFound(raw: Database.Database, now: number): KeysFound {
  const slot = raw
    .prepare("SELECT checked_at AS checkedAt FROM vault_slots WHERE kind = 'recovery' ORDER BY created_at DESC LIMIT 1")
    .get() as { checkedAt: number | null } | undefined;
  const ownersBack = raw
    .prepare(
      `SELECT target AS name, at FROM audit_events
       WHERE action = 'recovery.owner' AND at > ? AND target IS NOT NULL ORDER BY seq DESC LIMIT 5`,
    )
    .all(now - inSight) as KeysFound["ownersBack"];
  return { hasRecoveryKey: slot !== undefined, recoveryCheckedAt: slot?.checkedAt ?? null, ownersBack };
}
