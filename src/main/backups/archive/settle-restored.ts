import { AppError } from "#shared/errors.ts";
import type { RestoreId } from "#shared/model/ids.ts";
import type { RestoreTask } from "#shared/model/restores.ts";
import type { Actor } from "../../base/actor.ts";
import { changeWith } from "../../call/change.ts";
import type { JobContext } from "../../jobs/job.ts";
import { settleTask, voidOldCodes, voidOldLetters } from "../../store/backups/settle.ts";
import { openAt } from "../../store/open.ts";
import type { StoreAddress } from "../../store/store.ts";
import { withKeys } from "../../keys/keys.ts";

export interface SettleInput {
  store: StoreAddress;
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
export const settleRestoredJob = (input: SettleInput, { signal }: JobContext): Promise<Settled> =>
  withKeys(input.dataKey, async (keys) => {
    const { id, task, actor, at } = input;
    if (input.void && task !== "backupCodes" && task !== "letters") throw new AppError("INVALID_INPUT");
    const store = await openAt(input.store, { alone: true });
    try {
      signal.throwIfAborted();
      return await changeWith({ store, keys, actor, at }, async ({ tx, note }) => {
        const found = await settleTask(tx, id, task, at);
        if (found === undefined) throw new AppError("NOT_FOUND");
        if (!found.wasOpen) return { voided: 0, left: found.left };
        const doVoid = task === "backupCodes" ? voidOldCodes : voidOldLetters;
        const voided = input.void ? await doVoid(tx, { upTo: found.restoredAt, at, except: actor.id }) : 0;
        note({
          action: "backup.settle_restored",
          target: { id, name: found.backupName },
          details: { task, void: input.void, voided, left: found.left.length },
        });
        return { voided, left: found.left };
      });
    } finally {
      await store.close();
    }
  });
