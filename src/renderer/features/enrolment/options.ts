import type { Policy } from "#shared/model/policy.ts";
import type { Token } from "#shared/model/records.ts";
import type { Parameters } from "../../ui/ParameterFields.tsx";

/** What the operator chose; the policy sets the rest. */
export interface Options extends Partial<Parameters> {
  label: string;
}

export const noOptions: Options = { label: "" };

/** A replacement starts with the settings of the authenticator it replaces, as far as the policy still allows them. */
export function optionsOf(token: Token, policy: Policy): Options {
  const { label, kind, algorithm, digits, period, hardwareId } = token;
  // A hardware token's settings do not carry over to a phone.
  if (hardwareId !== null) return { label: "" };
  return {
    label,
    ...(policy.kinds.includes(kind) ? { kind } : {}),
    ...(policy.algorithms.includes(algorithm) ? { algorithm } : {}),
    ...(policy.digits.includes(digits) ? { digits } : {}),
    ...(policy.periods.includes(period) ? { period } : {}),
  };
}
