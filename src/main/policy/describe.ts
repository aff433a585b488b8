import type { ActDescription } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { type Policy, type PolicyKey, weakenedKeys } from "#shared/model/policy.ts";
import { type Context, opened } from "../context.ts";
import type { Describers } from "../handlers.ts";
import { changedPolicy, readPolicy } from "./policy.ts";

/** How settings that can get weaker are called where people read them. */
const labels: Partial<Record<PolicyKey, string>> = {
  acceptedSteps: "Accepted steps",
  lookAhead: "Look-ahead",
  resyncReach: "Reach of a resynchronisation",
  codeGroups: "Length of a backup code, in groups",
  enrolmentMinutes: "Time to confirm an enrolment, in minutes",
  letterDays: "Time to use a letter, in days",
  freeFailures: "Wrong codes without a delay",
  firstDelaySeconds: "First delay, in seconds",
  longestDelaySeconds: "Longest delay, in seconds",
  failureLimit: "Wrong codes until it is locked",
  secondFactorOptional: "Second factor can be turned off",
  sessionHours: "Longest session, in hours",
  idleMinutes: "Session without use, in minutes",
  sessionsSurviveRestart: "Stay signed in after a restart",
  stepUpMinutes: "A fresh code counts for, in minutes",
  soleApproval: "Without a second administrator",
  soleApprovalHours: "Length of the delay, in hours",
};

function shown(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(value);
}

/** What needs an approval of a change: only what gets weaker. */
export function describeChange(before: Policy, after: Policy): ActDescription | null {
  const keys = weakenedKeys(before, after);
  if (keys.length === 0) return null;
  return {
    title: keys.length === 1 ? "Weaken a security setting" : `Weaken ${keys.length} security settings`,
    facts: keys.map((key) => `${labels[key] ?? key}: ${shown(before[key])} → ${shown(after[key])}`),
  };
}

/** @throws AppError POLICY_REFUSED as the change itself */
async function set(context: Context, { changes }: ParsedInputOf<"policies.set">): Promise<ActDescription | null> {
  const before = await readPolicy(opened(context).store.db);
  return describeChange(before, changedPolicy(before, changes));
}

export const policyDescribers: Pick<Describers, "policies.set"> = { "policies.set": set };
