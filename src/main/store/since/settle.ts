import type { RestoreId } from "#shared/model/ids.ts";
import type { RestoreTask } from "#shared/model/restores.ts";
import type { RestoreRow } from "../migrations/backup-schema.ts";
import { prepared, type Raw } from "../sqlite/connection.ts";

interface FoundTask {
  wasOpen: boolean;
  left: RestoreTask[];
  /** UTC milliseconds. */
  restoredAt: number;
  backupName: string;
}

/** Removes a task from a restore's list. @returns undefined if there is no such restore */
export function settleTask(raw: Raw, id: RestoreId, task: RestoreTask, at: number): FoundTask | undefined {
  const row = prepared(raw, "SELECT * FROM restores WHERE id = ?").get(id) as RestoreRow | undefined;
  if (!row) return undefined;
  const open = JSON.parse(row.tasks) as RestoreTask[];
  const left = open.filter((one) => one !== task);
  const settledAt = left.length === 0 ? (row.settled_at ?? at) : null;
  prepared(raw, "UPDATE restores SET tasks = ?, settled_at = ? WHERE id = ?").run(JSON.stringify(left), settledAt, id);
  return { wasOpen: open.includes(task), left, restoredAt: row.at, backupName: row.backup_name };
}

interface Which {
  /** What was there at this moment, UTC milliseconds. */
  upTo: number;
  at: number;
  /** Whose codes stay: the administrator who asks must be able to sign in again. */
  except: string;
}

/** @returns how many sets */
export const voidOldCodes = (raw: Raw, { upTo, at, except }: Which): number =>
  prepared(
    raw,
    `UPDATE backup_code_sets SET voided_at = ? WHERE voided_at IS NULL AND created_at <= ? AND admin_id IS NOT ?`,
  ).run(at, upTo, except).changes;

/** Voids letters that were not used, and erases the seeds that they carry. @returns how many letters */
export function voidOldLetters(raw: Raw, { upTo, at }: Which): number {
  const waiting = `voided_at IS NULL AND printed_at <= ${upTo}
    AND EXISTS (SELECT 1 FROM tokens t WHERE t.id = letters.token_id AND t.status = 'pending')`;
  const letters = prepared(raw, `UPDATE letters SET voided_at = ?, void_reason = 'withdrawn' WHERE ${waiting}`).run(
    at,
  ).changes;
  prepared(
    raw,
    `UPDATE tokens SET status = 'revoked', seed = NULL, expires_at = NULL WHERE status = 'pending' AND user_id IS NOT NULL
       AND id IN (SELECT token_id FROM letters WHERE voided_at = ?)`,
  ).run(at);
  return letters;
}
