import { Policy, policyContradictions, type PolicyKey, weakenedKeys } from "#shared/model/policy.ts";
import type { Setting } from "./setting.ts";
import { settingGroups } from "./settings.ts";

/** A policy while it is edited: a number can be empty. */
export type PolicyDraft = {
  [Key in PolicyKey]: number extends Policy[Key] ? number | "" : Policy[Key];
};
export type Edits = Partial<PolicyDraft>;

const settings: readonly Setting[] = settingGroups.flatMap((group) => group.settings);

export const draftOf = (policy: Policy, edits: Edits): PolicyDraft => ({ ...policy, ...edits });

/** Sets are equal in any order. */
const same = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((value) => other.includes(value))
    : one === other;

/** Whether a draft has the same value as a policy. */
export const isValue = (policy: Policy, draft: PolicyDraft, key: PolicyKey): boolean => same(policy[key], draft[key]);

/** What is wrong with a draft, by key: a bound, or two settings that contradict each other. */
export function faultsOf(draft: PolicyDraft): Partial<Record<PolicyKey, string>> {
  const parsed = Policy.safeParse(draft);
  if (parsed.success) return policyContradictions(parsed.data);
  const faults: Partial<Record<PolicyKey, string>> = {};
  for (const { path, message } of parsed.error.issues) faults[path[0] as PolicyKey] ??= message;
  return faults;
}

export interface PolicyChange {
  key: PolicyKey;
  label: string;
  before: string;
  after: string;
  /** Why this makes the console weaker; null when it does not. */
  weaker: string | null;
  /** A second administrator has to approve it. */
  approval: boolean;
}

/** What a draft changes, as a list of values before and after. */
export function changesOf(policy: Policy, draft: PolicyDraft): PolicyChange[] {
  // If a number is missing, `show` is not called.
  const after = draft as Policy;
  const approved: ReadonlySet<PolicyKey> = new Set(weakenedKeys(policy, after));
  return settings
    .filter(({ key }) => !isValue(policy, draft, key))
    .map((setting) => {
      const { key, label, show, weakens } = setting;
      const missing = draft[key] === "" && setting.control === "number";
      return {
        key,
        label,
        before: show(policy),
        after: missing ? "Empty" : show(after),
        weaker: missing ? null : (weakens?.(policy, after) ?? null),
        approval: !missing && approved.has(key),
      };
    });
}

/** The part of a policy that differs, ready to be sent. */
export function changedPart(policy: Policy, draft: Policy): Partial<Policy> {
  const changed = changesOf(policy, draft).map(({ key }) => [key, draft[key]] as const);
  return Object.fromEntries(changed);
}
