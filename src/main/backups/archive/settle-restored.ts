import { AppError } from "#shared/errors.ts";
import type { RestoreId } from "#shared/model/ids.ts";
import type { RestoreTask } from "#shared/model/restores.ts";
import type { Actor } from "../../base/actor.ts";
import { openAuditBatch } from "../../audit/append.ts";
import type { JobContext } from "../../jobs/job.ts";
import { writeRaw } from "../../store/people/bulk-directory.ts";
import { openRaw } from "../../store/open.ts";
import { settleTask, voidOldCodes, voidOldLetters } from "../../store/since/settle.ts";
import { withKeys } from "../../keys/keys.ts";

export interface SettleInput {
  /** The store's database file. */
  file: string;
  dataKey: Uint8Array;
  id: RestoreId;
  task: RestoreTask;
  void: boolean;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
}

export interface Settled {
  voided: number;
  left: RestoreTask[];
}

/**
 * Marks a task of a restore as done, with what the console does for it, and the event, in one transaction. Doing it
 * again changes nothing. For a worker: every set of codes may be concerned.
 *
 * @throws AppError NOT_FOUND, INVALID_INPUT if there is nothing that the console could void
 */
export const settleRestoredJob = ({ file, dataKey, ...input }: SettleInput, { signal }: JobContext): Promise<Settled> =>
  withKeys(dataKey, (keys) => {
    const { id, task, actor, at } = input;
    if (input.void && task !== "backupCodes" && task !== "letters") throw new AppError("INVALID_INPUT");
    const raw = openRaw(file, { create: false });
    try {
      signal.throwIfAborted();
      const settled = writeRaw(raw, () => {
        const found = settleTask(raw, id, task, at);
        if (found === undefined) throw new AppError("NOT_FOUND");
        if (!found.wasOpen) return { voided: 0, left: found.left };
        const doVoid = task === "backupCodes" ? voidOldCodes : voidOldLetters;
        const voided = input.void ? doVoid(raw, { upTo: found.restoredAt, at, except: actor.id }) : 0;
        const batch = openAuditBatch(raw, keys, at);
        batch.append({
          actor,
          action: "backup.settle_restored",
          target: { id, name: found.backupName },
          details: { task, void: input.void, voided, left: found.left.length },
        });
        batch.close();
        return { voided, left: found.left };
      });
      return Promise.resolve(settled);
    } finally {
      raw.close();
    }
  });
