import type { OutputOf } from "#shared/contract/index.ts";
import type { LetterId } from "#shared/model/ids.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Actor } from "../../base/actor.ts";
import { changeWith } from "../../call/change.ts";
import type { JobContext } from "../../jobs/job.ts";
import { letterWithHolder } from "../../store/factors/letters.ts";
import { keepEnded } from "../../twofactor/ended.ts";
import { voidEnrolments } from "../../twofactor/void-enrolment.ts";
import { type StoreInput, withWorkerStore } from "../../call/worker-store.ts";

export interface VoidInput extends StoreInput {
  letters: readonly LetterId[];
  actor: Actor;
  /** UTC milliseconds. */
  at: number;
}

/**
 * Withdraws letters: their enrolments' seeds are erased. Used and void ones do not change. For a worker.
 *
 * @throws AppError NOT_FOUND if one does not exist; then none is withdrawn
 */
export const voidLettersJob = (
  { letters, actor, at, ...input }: VoidInput,
  { signal }: JobContext,
): Promise<OutputOf<"letters.void">> =>
  withWorkerStore(input, async ({ store, keys }) => {
    signal.throwIfAborted();
    return changeWith({ store, keys, actor, at }, async (made) => {
      const { tx, note } = made;
      let voided = 0;
      for (const id of new Set(letters)) {
        const found = await letterWithHolder(tx, id);
        if (!found) throw new AppError("NOT_FOUND", { text: text("letters.goneLetter") });
        const { letter, token, user } = found;
        if (letter.voided_at !== null || (token && token.activated_at !== null)) continue;
        const enrolment = {
          tokenId: letter.token_id,
          label: token?.label ?? "",
          expiresAt: letter.expires_at,
          letterId: letter.id,
          serial: letter.serial,
        };
        if (token) await keepEnded(made, token.id, "void");
        for (const event of await voidEnrolments(made, user, [enrolment], "withdrawn")) note(event);
        voided += 1;
      }
      return { voided };
    });
  });
