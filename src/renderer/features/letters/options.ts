import type { InputOf } from "#shared/contract/index.ts";
import type { Selection } from "#shared/contract/directory.ts";
import type { LetterTemplateId } from "#shared/model/ids.ts";
import type { Parameters } from "../../ui/ParameterFields.tsx";

/** How the letters are made; the policy sets what is not changed here. */
export interface IssueOptions {
  template: LetterTemplateId | null;
  replace: boolean;
  reprint: boolean;
  parameters: Partial<Parameters>;
}

export const noOptions: IssueOptions = { template: null, replace: false, reprint: false, parameters: {} };

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
