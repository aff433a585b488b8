import { z } from "zod";
import { ApprovalId } from "../model/ids.ts";
import { everyRole, Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { mutation, query } from "./procedure.ts";
import { factorInput, oneFactor, oneFactorIssue, Password, RecoveryKey, sortFactor } from "./secrets.ts";

/** What will happen, as whoever approves it sees it. Holds nothing secret. */
export const ActDescription = z.strictObject({
  /** One sentence: `Remove the owner Olga`. */
  title: z.string(),
  /** What it means, a fact a line: `Olga's sessions end`. */
  facts: z.array(z.string()),
});
export type ActDescription = z.infer<typeof ActDescription>;

export const Approval = z.strictObject({
  id: ApprovalId,
  procedure: z.string(),
  ...ActDescription.shape,
  requestedBy: z.string(),
  requestedAt: Timestamp,
  expiresAt: Timestamp,
  /** Hex; of the act with all of its input. The audit names it. */
  digest: z.string(),
  state: z.enum(["waiting", "approved"]),
  approvedBy: z.string().nullable(),
  /**
   * What approves it: another administrator who may do the act; with a single one, the recovery key, or a delay that
   * ends at `readyAt`.
   */
  needs: z.enum(["administrator", "recovery key", "delay"]),
  /** Names of those who may approve it. */
  approvers: z.array(z.string()),
  readyAt: Timestamp.nullable(),
});
export type Approval = z.infer<typeof Approval>;

const one = z.strictObject({ id: ApprovalId });

/** Countersignature: what one administrator wants and a second one approves, at the same console or another one of this store. */
export const approvals = {
  /**
   * Says what a call would do and asks for its approval. INVALID_INPUT, FORBIDDEN and the rest as the call itself
   * would answer; null: the call needs none. A request of the same act takes the place of the one before.
   */
  request: mutation({
    input: z.strictObject({ procedure: z.string().max(100), input: z.unknown() }),
    output: Approval.nullable(),
    allow: everyRole,
  }),
  /** Own requests, and those of others that one may approve. */
  list: query({
    input: z.strictObject({}),
    output: z.strictObject({ approvals: z.array(Approval) }),
    allow: everyRole,
  }),
  /**
   * A second administrator signs in beside the first, in the first one's window. SIGN_IN_REFUSED, THROTTLED as at
   * the sign-in; APPROVAL_REFUSED for the requester and for a role that may not do the act; APPROVAL_CHANGED.
   */
  approve: mutation({
    input: z
      .strictObject({ id: ApprovalId, name: requiredLine("The name", 128), password: Password, ...factorInput })
      .refine(oneFactor, oneFactorIssue)
      .transform(sortFactor),
    output: Approval,
    allow: everyRole,
  }),
  /** Where there is no second administrator: UNLOCK_REFUSED, APPROVAL_REFUSED where another proof is asked for. */
  approveByRecoveryKey: mutation({
    input: z.strictObject({ id: ApprovalId, recoveryKey: RecoveryKey }),
    output: Approval,
    allow: everyRole,
  }),
  withdraw: mutation({ input: one, output: z.strictObject({}), allow: everyRole }),
};
