import type { ActDescription } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { type Policy, type PolicyKey, weakenedKeys } from "#shared/model/policy.ts";
import { type Context, opened } from "../call/context.ts";
import type { Describers } from "../call/handlers.ts";
import { changedPolicy, readPolicy } from "./policy.ts";

/** What settings that can get weaker are called where people read them. */
const labels: Partial<Record<PolicyKey, string>> = {
  acceptedSteps: "Accepted steps",
  lookAhead: "Look-ahead",
  resyncReach: "Range of a resynchronisation",
  codeGroups: "Length of a backup code, in groups",
  enrolmentMinutes: "Time to confirm an enrolment, in minutes",
  letterDays: "Time to use a letter, in days",
  freeFailures: "Wrong codes without a delay",
  firstDelaySeconds: "First delay, in seconds",
  longestDelaySeconds: "Longest delay, in seconds",
  failureLimit: "Wrong codes until locked",
  secondFactorOptional: "Second factor can be turned off",
  sessionHours: "Longest session, in hours",
  idleMinutes: "Idle session, in minutes",
  sessionsSurviveRestart: "Stay signed in after a restart",
  stepUpMinutes: "A fresh code is valid for, in minutes",
  soleApproval: "Without a second administrator",
  soleApprovalHours: "Length of the wait, in hours",
};

function shown(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(value);
}

/** A setting that a change makes weaker, in words: its name, and its values before and after. */
interface Weakened {
  key: PolicyKey;
  label: string;
  before: string;
  after: string;
}

/** In the order of the settings. */
export const weakenedSettings = (before: Policy, after: Policy): Weakened[] =>
  weakenedKeys(before, after).map((key) => ({
    key,
    label: labels[key] ?? key,
    before: shown(before[key]),
    after: shown(after[key]),
  }));

/** What needs an approval of a change: only what gets weaker. */
export function describeChange(before: Policy, after: Policy): ActDescription | null {
  const weakened = weakenedSettings(before, after);
  if (weakened.length === 0) return null;
  return {
    title: weakened.length === 1 ? "Weaken a security setting" : `Weaken ${weakened.length} security settings`,
    facts: weakened.map((each) => `${each.label}: ${each.before} → ${each.after}`),
  };
}

/** @throws AppError POLICY_REFUSED as for the change itself */
async function set(context: Context, { changes }: ParsedInputOf<"policies.set">): Promise<ActDescription | null> {
  const before = await readPolicy(opened(context).store.db);
  return describeChange(before, changedPolicy(before, changes));
}

export const policyDescribers: Pick<Describers, "policies.set"> = { "policies.set": set };
