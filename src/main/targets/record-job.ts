import type { TargetId } from "#shared/model/ids.ts";
import type { Actor } from "../base/actor.ts";
import { changeWith } from "../call/change.ts";
import { type StoreInput, withWorkerStore } from "../call/worker-store.ts";
import type { JobContext } from "../jobs/job.ts";
import { dropMarks, markAgain } from "../store/factors/target-marks.ts";
import { noteExported, recordHanded } from "../store/factors/targets.ts";
import type { Tx } from "../store/store.ts";
import { notesIn, readNotes } from "./notes.ts";

export interface RecordInput extends StoreInput {
  id: TargetId;
  name: string;
  /** In which the export wrote its notes. */
  workspace: string;
  /** The newest mark that it saw: whoever was changed since is looked at the next time. */
  newest: number;
  /** Whether that was looked at with what is kept of the target. */
  asUsual: boolean;
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
}

/** @returns how many authenticators were handed over */
async function remember(tx: Tx, { id, workspace, newest, asUsual, at }: RecordInput): Promise<number> {
  let handed = 0;
  for await (const note of readNotes(notesIn(workspace))) {
    if ("open" in note) await markAgain(tx, id, note.open);
    else {
      await recordHanded(tx, id, note.handed, at);
      handed += 1;
    }
  }
  // Only what is older than the export's view: these marks are all newer.
  await dropMarks(tx, id, newest);
  if (!asUsual) await markAgain(tx, id, "");
  return handed;
}

/**
 * Remembers what a target was handed, and that whoever was looked at need not be looked at again. For a worker.
 *
 * @throws AppError BUSY, DISK_FULL, IO_ERROR, CANCELLED
 */
export async function recordJob(input: RecordInput, { signal }: JobContext): Promise<null> {
  const { id, name, actor, at } = input;
  return withWorkerStore(input, async ({ store, keys }) => {
    await changeWith(
      { store, keys, actor, at },
      async ({ tx, note, unaudited }) => {
        const handed = await remember(tx, input);
        if (handed === 0) {
          unaudited("marks");
          return;
        }
        await noteExported(tx, id, at);
        note({ action: "target.hand_over", target: { id, name }, details: { authenticators: handed } });
      },
      { signal },
    );
    return null;
  });
}
