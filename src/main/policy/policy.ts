import { AppError } from "#shared/errors.ts";
import { defaultPolicy, Policy, policyContradictions, type PolicyKey } from "#shared/model/policy.ts";
import { text } from "#shared/texts/text.ts";
import { readPolicies } from "../store/console/policies.ts";
import type { Db } from "../store/store.ts";
import type { PolicyRow } from "../store/migrations/schema.ts";

/** What an owner settled, and the defaults for the rest. */
export function policyOf(settled: readonly PolicyRow[]): Policy {
  if (settled.length === 0) return defaultPolicy;
  const values = Object.fromEntries(settled.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  const policy: Record<string, unknown> = { ...defaultPolicy };
  for (const key of Object.keys(defaultPolicy) as PolicyKey[]) {
    const value = Policy.shape[key].safeParse(values[key]);
    // A value out of today's bounds, from another version's store, counts as not set.
    if (value.success) policy[key] = value.data;
  }
  return policy as Policy;
}

/** What holds now. */
export const readPolicy = async (db: Db): Promise<Policy> => policyOf(await readPolicies(db));

/** Settings that are given; the others stay. */
type Changes = { [Key in PolicyKey]?: Policy[Key] | undefined };

/**
 * What would apply after a change.
 *
 * @throws AppError POLICY_REFUSED with the fields if two settings contradict each other
 */
export function changedPolicy(before: Policy, changes: Changes): Policy {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const after: Policy = { ...before, ...given };
  const contradictions = policyContradictions(after);
  if (Object.keys(contradictions).length > 0) {
    throw new AppError("POLICY_REFUSED", {
      text: text("policy.contradiction"),
      fields: Object.fromEntries(Object.entries(contradictions).map(([key, why]) => [`changes.${key}`, why])),
    });
  }
  return after;
}
