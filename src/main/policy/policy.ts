import { defaultPolicy, Policy, type PolicyKey } from "#shared/model/policy.ts";
import { readPolicies } from "../store/policies.ts";
import type { Db } from "../store/open.ts";

/** What holds now: what an owner settled, and the defaults for the rest. */
export async function readPolicy(db: Db): Promise<Policy> {
  const settled = await readPolicies(db);
  if (settled.length === 0) return defaultPolicy;
  const values = Object.fromEntries(settled.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  const policy: Record<string, unknown> = { ...defaultPolicy };
  for (const key of Object.keys(defaultPolicy) as PolicyKey[]) {
    const value = Policy.shape[key].safeParse(values[key]);
    // A value out of today's bounds, from another version's store, counts as not settled.
    if (value.success) policy[key] = value.data;
  }
  return policy as Policy;
}
