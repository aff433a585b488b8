import type { InputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { defaultPolicy, type Policy, policyContradictions } from "#shared/model/policy.ts";

/** The console's policies, with one that is not the default. */
export function policyHandlers() {
  let policy: Policy = { ...defaultPolicy, lookAhead: 20 };
  return {
    "policies.get": () => policy,
    "policies.set": ({ changes }: InputOf<"policies.set">): Policy => {
      const next = { ...policy, ...(changes as Partial<Policy>) };
      const fields = policyContradictions(next);
      if (Object.keys(fields).length > 0) throw new AppError("POLICY_REFUSED", { fields });
      policy = next;
      return policy;
    },
  };
}
