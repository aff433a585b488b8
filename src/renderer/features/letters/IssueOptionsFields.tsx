import { Collapse, Stack, Switch, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { ParameterFields } from "../../ui/ParameterFields.tsx";
import classes from "./IssueOptionsFields.module.css";
import { allowedBy, type IssueOptions, parametersOf } from "./options.ts";
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
        label="Also for people who have an active authenticator"
        description="Theirs goes on working until the first code from the letter; then it is replaced."
        checked={options.replace}
        onChange={(event) => onChange({ ...options, replace: event.currentTarget.checked })}
      />
      <Switch
        label="Also for people who have a letter that can still be used"
        description="Their letter becomes void at once, wherever it is. Choose this only if it got lost."
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
      <Advanced options={options} onChange={onChange} />
    </Stack>
  );
}

function Advanced({ options, onChange }: IssueOptionsFieldsProps) {
  const [open, setOpen] = useState(false);
  const { data: policy } = useProcedure("policies.get", {});
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <Stack gap="sm">
      <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon size={18} aria-hidden />
        Advanced
      </UnstyledButton>
      <Collapse expanded={open} keepMounted={false}>
        {policy && (
          <Stack gap="md" className={classes.options}>
            <ParameterFields
              allowed={allowedBy(policy)}
              value={parametersOf(policy, options.parameters)}
              onChange={(changes) => onChange({ ...options, parameters: { ...options.parameters, ...changes } })}
            />
            <Text size="sm" c="dimmed">
              Only what the policy allows is offered. Many apps ignore these and always use SHA1, 6 digits and 30
              seconds.
            </Text>
          </Stack>
        )}
      </Collapse>
    </Stack>
  );
}
