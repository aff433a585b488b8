import type { Text } from "#shared/texts/text.ts";
import { toStored } from "#shared/texts/stored.ts";
import type { DestinationJobs } from "../destinations/deps.ts";
import type { Outgoing } from "../destinations/destination.ts";
import type { CallOptions } from "../../base/ports.ts";
import { unaudited } from "../../call/change.ts";
import { type Context, opened } from "../../call/context.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { writeCopy } from "../../store/backups/backups.ts";
import { updateDestination } from "../../store/backups/destinations.ts";
import type { DestinationRow } from "../../store/migrations/backup-schema.ts";
import type { PlanJobs } from "./deps.ts";
import type { Made } from "./make.ts";
import { type Place, placeOf } from "../destinations/place.ts";

/** How sending a backup to a location ended. */
export interface Sent {
  destination: DestinationRow;
  /** What went wrong; null: it is there, complete. */
  problem: Text | null;
}

/**
 * Resumes an interrupted upload as long as each attempt gets further than the one before: what has arrived is not sent
 * again.
 */
export async function sendOn(
  jobs: DestinationJobs,
  input: Place & { outgoing: Outgoing },
  options: CallOptions,
): Promise<void> {
  let furthest = 0;
  for (;;) {
    let reached = 0;
    const onProgress: CallOptions["onProgress"] = (progress) => {
      reached = Math.max(reached, progress.done);
      options.onProgress?.(progress);
    };
    try {
      await jobs.run("destination.send", input, { ...options, onProgress });
      return;
    } catch (thrown) {
      const { code } = toAppError(thrown);
      const cutOff = code === "DESTINATION_UNREACHABLE" || code === "DESTINATION_FAILED";
      if (!cutOff || reached <= furthest) throw thrown;
      furthest = reached;
    }
  }
}

async function sendOne(context: Context, jobs: PlanJobs, made: Made, to: DestinationRow): Promise<Text | null> {
  const { name, size, sha256 } = made.row;
  try {
    const place = await placeOf(context.options.keychain, to);
    const input = { ...place, outgoing: { file: made.file, name, size, sha256 } };
    // A folder keeps nothing of an interrupted copy, and where one copy hung the next would hang as well.
    if (place.settings.kind === "folder") await jobs.run("destination.send", input, context.call);
    else await sendOn(jobs, input, context.call);
    return null;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === "CANCELLED") throw error;
    context.options.logger.warn("a backup did not arrive", { destination: to.id, error });
    return error.text;
  }
}

/**
 * Sends a backup to every location, one after the other: a failing one does not stop the others.
 *
 * @throws AppError CANCELLED; what has arrived by then stays
 */
export async function sendToAll(
  context: Context,
  jobs: PlanJobs,
  made: Made,
  to: readonly DestinationRow[],
): Promise<Sent[]> {
  const { store } = opened(context);
  const { clock } = context.options;
  const sent: Sent[] = [];
  for (const destination of to) {
    const problem = await sendOne(context, jobs, made, destination);
    const at = clock.now();
    const stored = problem === null ? null : toStored(problem);
    await unaudited(store, "backup copies", async (tx) => {
      await writeCopy(tx, {
        backup_id: made.row.id,
        destination_id: destination.id,
        state: problem === null ? "stored" : "failed",
        at,
        error: stored,
      });
      const change = problem === null ? { last_success_at: at, last_error: null } : { last_error: stored };
      await updateDestination(tx, destination.id, change);
    });
    sent.push({ destination, problem });
  }
  return sent;
}
