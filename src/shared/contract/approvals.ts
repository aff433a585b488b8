import { z } from "zod";
import { ApprovalId } from "../model/ids.ts";
import { everyRole, Timestamp } from "../model/records.ts";
import { requiredLine } from "../model/text.ts";
import { Text } from "../texts/schemas.ts";
import { mutation, query } from "./procedure.ts";
import { factorInput, oneFactor, oneFactorIssue, Password, RecoveryKey, sortFactor } from "./secrets.ts";

/** What will happen, as shown to the approver. Contains no secret. */
export const ActDescription = z.strictObject({
  /** One line: `Remove the owner Olga`. */
  title: Text,
  /** Its consequences, one fact per line: `Olga's sessions end`. */
  facts: z.array(Text),
});
export type ActDescription = z.infer<typeof ActDescription>;

export const Approval = z.strictObject({
  id: ApprovalId,
  procedure: z.string(),
  ...ActDescription.shape,
  requestedBy: z.string(),
  requestedAt: Timestamp,
  expiresAt: Timestamp,
  /** Hex; covers the action with all of its input. Recorded in the audit log. */
  digest: z.string(),
  state: z.enum(["waiting", "approved"]),
  approvedBy: z.string().nullable(),
  /**
   * What approves it: another administrator who may do the action; if there is none, the recovery key, or a delay that
   * ends at `readyAt`.
   */
  needs: z.enum(["administrator", "recovery key", "delay"]),
  /** Names of those who may approve it. */
  approvers: z.array(z.string()),
  readyAt: Timestamp.nullable(),
});
export type Approval = z.infer<typeof Approval>;

const one = z.strictObject({ id: ApprovalId });

/**
 * Countersignature: one administrator asks and a second one approves, at the same console or at another one of this
 * store.
 */
export const approvals = {
  /**
   * Says what a call would do and asks for its approval. INVALID_INPUT, FORBIDDEN and the rest as the call itself would
   * answer; null: the call needs no approval. Replaces an earlier request for the same action.
   */
  request: mutation({
    input: z.strictObject({ procedure: z.string().max(100), input: z.unknown() }),
    output: Approval.nullable(),
    allow: everyRole,
  }),
  /** The caller's requests, and those that the caller may approve. */
  list: query({
    input: z.strictObject({}),
    output: z.strictObject({ approvals: z.array(Approval) }),
    allow: everyRole,
  }),
  /**
   * A second administrator approves in the requester's window. SIGN_IN_REFUSED, THROTTLED as at sign-in;
   * APPROVAL_REFUSED for the requester and for a role that may not do the action; APPROVAL_CHANGED.
   */
  approve: mutation({
    input: z
      .strictObject({ id: ApprovalId, name: requiredLine("name", 128), password: Password, ...factorInput })
      .refine(oneFactor, oneFactorIssue)
      .transform(sortFactor),
    output: Approval,
    allow: everyRole,
  }),
  /** For a sole owner. UNLOCK_REFUSED; APPROVAL_REFUSED where the policy demands something else. */
  approveByRecoveryKey: mutation({
    input: z.strictObject({ id: ApprovalId, recoveryKey: RecoveryKey }),
    output: Approval,
    allow: everyRole,
  }),
  withdraw: mutation({ input: one, output: z.strictObject({}), allow: everyRole }),
};
