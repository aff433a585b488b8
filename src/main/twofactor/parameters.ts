import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Policy } from "#shared/model/policy.ts";
import { usualParameters } from "../policy/new-authenticators.ts";
import type { TokenParameters } from "./totp.ts";

/** What is asked for of a new authenticator; the policy supplies the rest. */
export type AskedParameters = { [Key in keyof TokenParameters]?: TokenParameters[Key] | undefined };

const kinds = { totp: text("parameters.totp"), hotp: text("parameters.hotp") };

const notAllowed = (what: Text | string): Text => text("parameters.notAllowed", { what });

/** @returns what to say of each parameter that the policy does not allow */
export function refusedParameters(
  policy: Policy,
  { kind, algorithm, digits, period }: TokenParameters,
): Partial<Record<keyof TokenParameters, Text>> {
  const refused: Partial<Record<keyof TokenParameters, Text>> = {};
  if (!policy.kinds.includes(kind)) refused.kind = notAllowed(kinds[kind]);
  if (!policy.algorithms.includes(algorithm)) refused.algorithm = notAllowed(algorithm);
  if (!policy.digits.includes(digits)) refused.digits = notAllowed(text("parameters.digits", { digits }));
  // A counter has no time steps.
  if (kind === "totp" && !policy.periods.includes(period))
    refused.period = notAllowed(text("parameters.period", { period }));
  return refused;
}

/** @throws AppError POLICY_REFUSED with the fields */
function requireAllowed(policy: Policy, chosen: TokenParameters): void {
  const fields = refusedParameters(policy, chosen);
  const [first] = Object.values(fields);
  if (first !== undefined) throw new AppError("POLICY_REFUSED", { text: first, fields });
}

/**
 * The parameters of a new authenticator: what was asked for, and the policy's defaults.
 *
 * @throws AppError POLICY_REFUSED with the fields
 */
export function chooseParameters(policy: Policy, asked: AskedParameters): TokenParameters {
  const usual = usualParameters(policy);
  const chosen = {
    kind: asked.kind ?? usual.kind,
    algorithm: asked.algorithm ?? usual.algorithm,
    digits: asked.digits ?? usual.digits,
    period: asked.period ?? usual.period,
  };
  requireAllowed(policy, chosen);
  return chosen;
}
