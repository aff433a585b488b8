import type { Policy } from "#shared/model/policy.ts";
import type { Token } from "#shared/model/records.ts";
import type { AllowedParameters, Parameters } from "../../ui/ParameterFields.tsx";

/** What the operator chose; the policy says the rest. */
export interface Options extends Partial<Parameters> {
  label: string;
}

export const noOptions: Options = { label: "" };

export const allowedBy = ({ kinds, algorithms, digits, periods }: Policy): AllowedParameters => ({
  kinds,
  algorithms,
  digits,
  periods,
});

/** What the new authenticator will be under a policy. */
export const parametersOf = (options: Options, policy: Policy): Parameters => ({
  kind: options.kind ?? policy.kinds[0] ?? "totp",
  algorithm: options.algorithm ?? policy.defaultAlgorithm,
  digits: options.digits ?? policy.defaultDigits,
  period: options.period ?? policy.defaultPeriod,
});

/** A replacement starts from the authenticator that it replaces, so far as the policy allows that today. */
export function optionsOf(token: Token, policy: Policy): Options {
  const { label, kind, algorithm, digits, period, hardwareId } = token;
  // A phone does not become what a device was built as.
  if (hardwareId !== null) return { label: "" };
  return {
    label,
    ...(policy.kinds.includes(kind) ? { kind } : {}),
    ...(policy.algorithms.includes(algorithm) ? { algorithm } : {}),
    ...(policy.digits.includes(digits) ? { digits } : {}),
    ...(policy.periods.includes(period) ? { period } : {}),
  };
}
