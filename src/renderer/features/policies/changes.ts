import { Policy, policyContradictions, type PolicyKey } from "#shared/model/policy.ts";
import { weakerBecause } from "#shared/model/policy-rules.ts";
import { textOfIssue } from "#shared/texts/issues.ts";
import type { Text } from "#shared/texts/text.ts";
import { labelOf, type Setting } from "./setting.ts";
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
export function faultsOf(draft: PolicyDraft): Partial<Record<PolicyKey, Text>> {
  const parsed = Policy.safeParse(draft);
  if (parsed.success) return policyContradictions(parsed.data);
  const faults: Partial<Record<PolicyKey, Text>> = {};
  for (const issue of parsed.error.issues) faults[issue.path[0] as PolicyKey] ??= textOfIssue(issue);
  return faults;
}

export interface PolicyChange {
  key: PolicyKey;
  label: string;
  before: string;
  after: string;
  /** Why this makes the console weaker, so that a second administrator has to approve it; null when it does not. */
  weaker: Text | null;
}

/** What a draft changes, as a list of values before and after. */
export function changesOf(policy: Policy, draft: PolicyDraft): PolicyChange[] {
  // If a number is missing, `show` is not called.
  const after = draft as Policy;
  return settings
    .filter(({ key }) => !isValue(policy, draft, key))
    .map((setting) => {
      const { key, show } = setting;
      const missing = draft[key] === "" && setting.control === "number";
      return {
        key,
        label: labelOf(key),
        before: show(policy),
        after: missing ? "Empty" : show(after),
        weaker: missing ? null : weakerBecause(key, policy, after),
      };
    });
}

/** The part of a policy that differs, ready to be sent. */
export function changedPart(policy: Policy, draft: Policy): Partial<Policy> {
  const changed = changesOf(policy, draft).map(({ key }) => [key, draft[key]] as const);
  return Object.fromEntries(changed);
}
