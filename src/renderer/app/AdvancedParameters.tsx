import { Collapse, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Policy } from "#shared/model/policy.ts";
import { ParameterFields, type Parameters } from "../ui/ParameterFields.tsx";
import classes from "./AdvancedParameters.module.css";

interface AdvancedParametersProps {
  policy: Policy;
  /** What was chosen; the policy sets the rest. */
  chosen: Partial<Parameters>;
  onChange: (changes: Partial<Parameters>) => void;
  /** Further fields, above the parameters. */
  children?: ReactNode;
}

const parametersOf = (policy: Policy, chosen: Partial<Parameters>): Parameters => ({
  kind: chosen.kind ?? (policy.kinds.includes("totp") ? "totp" : "hotp"),
  algorithm: chosen.algorithm ?? policy.defaultAlgorithm,
  digits: chosen.digits ?? policy.defaultDigits,
  period: chosen.period ?? policy.defaultPeriod,
});

/** A new authenticator's parameters, which are rarely changed: most apps support only the defaults. */
export function AdvancedParameters({ policy, chosen, onChange, children }: AdvancedParametersProps) {
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
          {children}
          <ParameterFields allowed={policy} value={parametersOf(policy, chosen)} onChange={onChange} />
          <Text size="sm" c="dimmed">
            Many apps ignore these settings and always use SHA1, 6 digits and 30 seconds. Change them only for an app
            that supports them. The policies limit the choice.
          </Text>
        </Stack>
      </Collapse>
    </Stack>
  );
}
