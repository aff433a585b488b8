import type { BackupPlan, RetentionRules } from "#shared/model/backups.ts";

/** A number field while it is edited; empty for a moment. */
export type Typed = number | "";

/** A plan as it is typed. */
export type PlanDraft = Omit<BackupPlan, "retention" | "proofHours" | "identityDays"> & {
  retention: Record<keyof RetentionRules, Typed>;
  proofHours: Typed;
  identityDays: Typed;
};

/** An empty field is sent as 0, which the contract checks like any other number. */
export const planOf = (draft: PlanDraft): BackupPlan => ({
  ...draft,
  retention: {
    last: Number(draft.retention.last),
    hourly: Number(draft.retention.hourly),
    daily: Number(draft.retention.daily),
    weekly: Number(draft.retention.weekly),
    monthly: Number(draft.retention.monthly),
    yearly: Number(draft.retention.yearly),
  },
  proofHours: Number(draft.proofHours),
  identityDays: Number(draft.identityDays),
});
