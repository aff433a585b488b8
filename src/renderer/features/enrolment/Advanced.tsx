import { Collapse, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Policy } from "#shared/model/policy.ts";
import { ParameterFields } from "../../ui/ParameterFields.tsx";
import { allowedBy, type Options, parametersOf } from "./options.ts";
import classes from "./Advanced.module.css";

interface AdvancedProps {
  policy: Policy;
  options: Options;
  onChange: (options: Options) => void;
}

/** What few people ever change: most authenticator apps know only the defaults. */
export function Advanced({ policy, options, onChange }: AdvancedProps) {
  const [open, setOpen] = useState(false);
  const Icon = open ? IconChevronDown : IconChevronRight;
  return (
    <Stack gap="sm">
      <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon size={18} aria-hidden />
        Advanced
      </UnstyledButton>
      <Collapse expanded={open} keepMounted={false}>
        <Stack gap="md" className={classes.options}>
          <TextInput
            label="Label"
            description="Tells this authenticator from others of the same person"
            maxLength={64}
            maw={360}
            value={options.label}
            onChange={(event) => onChange({ ...options, label: event.currentTarget.value })}
          />
          <ParameterFields
            allowed={allowedBy(policy)}
            value={parametersOf(options, policy)}
            onChange={(changes) => onChange({ ...options, ...changes })}
          />
          <Text size="sm" c="dimmed">
            Many apps ignore these and always use SHA1, 6 digits and 30 seconds. Change them only for an app that is
            known to follow. The policies say what is allowed.
          </Text>
        </Stack>
      </Collapse>
    </Stack>
  );
}
