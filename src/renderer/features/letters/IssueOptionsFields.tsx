import { Stack, Switch, Text } from "@mantine/core";
import { AdvancedParameters } from "../../app/AdvancedParameters.tsx";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import type { IssueOptions } from "./options.ts";
import { TemplateSelect } from "./TemplateSelect.tsx";

interface IssueOptionsFieldsProps {
  options: IssueOptions;
  onChange: (options: IssueOptions) => void;
}

export function IssueOptionsFields({ options, onChange }: IssueOptionsFieldsProps) {
  const { data: policy, error } = useProcedure("policies.get", {});
  return (
    <Stack gap="md">
      <TemplateSelect value={options.template} onChange={(template) => onChange({ ...options, template })} />
      <Switch
        label="Include people who have an active authenticator"
        description="Theirs continues to work until the first code from the letter replaces it."
        checked={options.replace}
        onChange={(event) => onChange({ ...options, replace: event.currentTarget.checked })}
      />
      <Switch
        label="Include people who have a letter that can still be used"
        description="That letter becomes void at once. Use this only if it was lost."
        checked={options.reprint}
        onChange={(event) => onChange({ ...options, reprint: event.currentTarget.checked })}
      />
      {policy && (
        <Text size="sm">
          {`Each letter can be used for ${counted(policy.letterDays, "day", "days")}. ${
            policy.returnSlip ? "It ends with a return slip." : "It has no return slip."
          } Owners can change this in the policies.`}
        </Text>
      )}
      <ErrorNotice error={error} />
      {policy && (
        <AdvancedParameters
          policy={policy}
          chosen={options.parameters}
          onChange={(changes) => onChange({ ...options, parameters: { ...options.parameters, ...changes } })}
        />
      )}
    </Stack>
  );
}
