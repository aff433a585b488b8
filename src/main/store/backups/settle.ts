import type { RestoreId } from "#shared/model/ids.ts";
import type { RestoreTask } from "#shared/model/restores.ts";
import type { RestoreRow } from "../migrations/backup-schema.ts";
import { row, run } from "../statements.ts";
import type { Tx } from "../store.ts";

interface FoundTask {
  wasOpen: boolean;
  left: RestoreTask[];
  /** UTC milliseconds. */
  restoredAt: number;
  backupName: string;
}

/** Removes a task from a restore's list, if it is on it. @returns undefined if there is no such restore */
export async function settleTask(tx: Tx, id: RestoreId, task: RestoreTask, at: number): Promise<FoundTask | undefined> {
  const found = await row<RestoreRow>(tx, "SELECT * FROM restores WHERE id = ?", id);
  if (!found) return undefined;
  const open = JSON.parse(found.tasks) as RestoreTask[];
  const wasOpen = open.includes(task);
  const left = open.filter((one) => one !== task);
  if (wasOpen) {
    const settledAt = left.length === 0 ? (found.settled_at ?? at) : null;
    await run(tx, "UPDATE restores SET tasks = ?, settled_at = ? WHERE id = ?", JSON.stringify(left), settledAt, id);
  }
  return { wasOpen, left, restoredAt: found.at, backupName: found.backup_name };
}

interface Which {
  /** What was there at this moment, UTC milliseconds. */
  upTo: number;
  at: number;
  /** Whose codes stay: the administrator who asks must be able to sign in again. */
  except: string;
}

/** @returns how many sets */
export const voidOldCodes = (tx: Tx, { upTo, at, except }: Which): Promise<number> =>
  run(
    tx,
    `UPDATE backup_code_sets SET voided_at = ? WHERE voided_at IS NULL AND created_at <= ? AND admin_id IS NOT ?`,
    at,
    upTo,
    except,
  );

/** Voids letters that were not used, and erases the seeds that they carry. @returns how many letters */
export async function voidOldLetters(tx: Tx, { upTo, at }: Which): Promise<number> {
  const letters = await run(
    tx,
    `UPDATE letters SET voided_at = ?, void_reason = 'withdrawn' WHERE voided_at IS NULL AND printed_at <= ?
       AND EXISTS (SELECT 1 FROM tokens t WHERE t.id = letters.token_id AND t.status = 'pending')`,
    at,
    upTo,
  );
  await run(
    tx,
    `UPDATE tokens SET status = 'revoked', seed = NULL, expires_at = NULL WHERE status = 'pending' AND user_id IS NOT NULL
       AND id IN (SELECT token_id FROM letters WHERE voided_at = ?)`,
    at,
  );
  return letters;
}
