import { AppError } from "#shared/errors.ts";
import type { Policy } from "#shared/model/policy.ts";
import type { TokenParameters } from "./totp.ts";

/** What is asked for of a new authenticator; the policy supplies the rest. */
export type AskedParameters = { [Key in keyof TokenParameters]?: TokenParameters[Key] | undefined };

const words = {
  kind: { totp: "time-based codes (TOTP)", hotp: "counter-based codes (HOTP)" },
  algorithm: (value: string) => value,
  digits: (value: number) => `${value} digits`,
  period: (value: number) => `time steps of ${value} seconds`,
};

/** @returns a message for each parameter that the policy does not allow */
export function refusedParameters(
  policy: Policy,
  chosen: TokenParameters,
): Partial<Record<keyof TokenParameters, string>> {
  const refused: Partial<Record<keyof TokenParameters, string>> = {};
  const say = (what: string) => `The policy does not allow ${what}.`;
  if (!policy.kinds.includes(chosen.kind)) refused.kind = say(words.kind[chosen.kind]);
  if (!policy.algorithms.includes(chosen.algorithm)) refused.algorithm = say(words.algorithm(chosen.algorithm));
  if (!policy.digits.includes(chosen.digits)) refused.digits = say(words.digits(chosen.digits));
  // A counter has no time steps.
  if (chosen.kind === "totp" && !policy.periods.includes(chosen.period))
    refused.period = say(words.period(chosen.period));
  return refused;
}

/** @throws AppError POLICY_REFUSED with the fields */
function requireAllowed(policy: Policy, chosen: TokenParameters): void {
  const fields = refusedParameters(policy, chosen);
  const [first] = Object.values(fields);
  if (first !== undefined) throw new AppError("POLICY_REFUSED", { message: first, fields });
}

/**
 * The parameters of a new authenticator: what was asked for, and the policy's defaults.
 *
 * @throws AppError POLICY_REFUSED with the fields
 */
export function chooseParameters(policy: Policy, asked: AskedParameters): TokenParameters {
  const chosen = {
    kind: asked.kind ?? (policy.kinds.includes("totp") ? "totp" : "hotp"),
    algorithm: asked.algorithm ?? policy.defaultAlgorithm,
    digits: asked.digits ?? policy.defaultDigits,
    period: asked.period ?? policy.defaultPeriod,
  };
  requireAllowed(policy, chosen);
  return chosen;
}

/** The name that apps show: the policy's, or the one from the set-up. */
export const issuerOf = (policy: Policy, console: { issuer: string } | undefined): string =>
  policy.issuer || (console?.issuer ?? "");
