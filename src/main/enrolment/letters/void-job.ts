import type { OutputOf } from "#shared/contract/index.ts";
import type { LetterId } from "#shared/model/ids.ts";
import { AppError } from "#shared/errors.ts";
import type { Actor } from "../../base/actor.ts";
import { openAuditBatch } from "../../audit/append.ts";
import type { JobContext } from "../../jobs/job.ts";
import { writeRaw } from "../../store/people/bulk-directory.ts";
import { letterWithHolder } from "../../store/factors/bulk-tokens.ts";
import { keepEnded } from "../../twofactor/ended.ts";
import { voidEnrolments } from "../../twofactor/void-enrolment.ts";
import { type StoreInput, withWorkerStore } from "./worker-store.ts";

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
  withWorkerStore(input, async ({ raw, keys }) => {
    signal.throwIfAborted();
    return writeRaw(raw, () => {
      const batch = openAuditBatch(raw, keys, at);
      let voided = 0;
      for (const id of new Set(letters)) {
        const found = letterWithHolder(raw, id);
        if (!found) throw new AppError("NOT_FOUND", { message: "One of these letters no longer exists." });
        const { letter, token, user } = found;
        if (letter.voided_at !== null || (token && token.activated_at !== null)) continue;
        const enrolment = {
          tokenId: letter.token_id,
          label: token?.label ?? "",
          expiresAt: letter.expires_at,
          letterId: letter.id,
          serial: letter.serial,
        };
        if (token) keepEnded(raw, keys, token.id, "void", at);
        for (const event of voidEnrolments(raw, user, [enrolment], { reason: "withdrawn", actor, at })) {
          batch.append(event);
        }
        voided += 1;
      }
      batch.close();
      return { voided };
    });
  });
