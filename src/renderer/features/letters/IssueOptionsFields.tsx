import { Stack, Switch, Text } from "@mantine/core";
import { AdvancedParameters } from "../../app/AdvancedParameters.tsx";
import type { ContractForm } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import type { IssueOptions } from "./options.ts";
import { TemplateSelect } from "./TemplateSelect.tsx";

export function IssueOptionsFields({ form }: { form: ContractForm<"letters.issue", IssueOptions> }) {
  const { parameters } = form.values;
  const { data: policy, error } = useProcedure("policies.get", {});
  return (
    <Stack gap="md">
      <TemplateSelect {...form.field("template")} />
      <Switch
        label="Include people who have an active authenticator"
        description="Theirs continues to work until the first code from the letter replaces it."
        {...form.checkbox("replace")}
      />
      <Switch
        label="Include people who have a letter that can still be used"
        description="That letter becomes void at once. Use this only if it was lost."
        {...form.checkbox("reprint")}
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
          chosen={parameters}
          onChange={(changes) => form.set({ parameters: { ...parameters, ...changes } })}
        />
      )}
    </Stack>
  );
}
