import type { TargetId } from "#shared/model/ids.ts";
import type { Actor } from "../base/actor.ts";
import { changeWith } from "../call/change.ts";
import { type StoreInput, withWorkerStore } from "../call/worker-store.ts";
import type { JobContext } from "../jobs/job.ts";
import { type Handed, noteExported, recordHanded } from "../store/factors/targets.ts";

export interface RecordInput extends StoreInput {
  id: TargetId;
  name: string;
  handed: readonly Handed[];
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
}

/** Remembers what a target was handed. For a worker. @throws AppError BUSY, DISK_FULL, IO_ERROR, CANCELLED */
export async function recordJob(input: RecordInput, { signal }: JobContext): Promise<null> {
  const { id, name, handed, actor, at } = input;
  return withWorkerStore(input, async ({ store, keys }) => {
    await changeWith(
      { store, keys, actor, at },
      async ({ tx, note }) => {
        for (const one of handed) await recordHanded(tx, id, one, at);
        await noteExported(tx, id, at);
        note({ action: "target.hand_over", target: { id, name }, details: { authenticators: handed.length } });
      },
      { signal },
    );
    return null;
  });
}
