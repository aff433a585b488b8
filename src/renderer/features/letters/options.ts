import type { InputOf } from "#shared/contract/index.ts";
import type { Selection } from "#shared/contract/directory.ts";
import type { LetterTemplateId } from "#shared/model/ids.ts";
import type { Policy } from "#shared/model/policy.ts";
import type { AllowedParameters, Parameters } from "../../ui/ParameterFields.tsx";

/** How the letters are made; what is not changed, the policy says. */
export interface IssueOptions {
  template: LetterTemplateId | null;
  replace: boolean;
  reprint: boolean;
  parameters: Partial<Parameters>;
}

export const noOptions: IssueOptions = { template: null, replace: false, reprint: false, parameters: {} };

export const allowedBy = ({ kinds, algorithms, digits, periods }: Policy): AllowedParameters => ({
  kinds,
  algorithms,
  digits,
  periods,
});

/** The parameters that hold: those of the policy, with the changes. */
export const parametersOf = (policy: Policy, changes: Partial<Parameters>): Parameters => ({
  kind: policy.kinds.includes("totp") ? "totp" : "hotp",
  algorithm: policy.defaultAlgorithm,
  digits: policy.defaultDigits,
  period: policy.defaultPeriod,
  ...changes,
});

export const previewInput = (
  selection: Selection,
  { template, replace, reprint, parameters }: IssueOptions,
): InputOf<"letters.preview"> => ({
  selection,
  ...parameters,
  ...(template === null ? {} : { template }),
  ...(replace ? { replace } : {}),
  ...(reprint ? { reprint } : {}),
});
