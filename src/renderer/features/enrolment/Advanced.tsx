import { Collapse, Group, SegmentedControl, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Options } from "./options.ts";
import classes from "./Advanced.module.css";

interface AdvancedProps {
  options: Options;
  onChange: (options: Options) => void;
}

/** What few people ever change: most authenticator apps know only the defaults. */
export function Advanced({ options, onChange }: AdvancedProps) {
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
          <Parameters options={options} onChange={onChange} />
          <Text size="sm" c="dimmed">
            Many apps ignore these and always use SHA1, 6 digits and 30 seconds. Change them only for an app that is
            known to follow.
          </Text>
        </Stack>
      </Collapse>
    </Stack>
  );
}

const algorithms = ["SHA1", "SHA256", "SHA512"] satisfies Options["algorithm"][];
const digits = [
  { value: "6", label: "6" },
  { value: "8", label: "8" },
];
const periods = [
  { value: "30", label: "30 s" },
  { value: "60", label: "60 s" },
];

function Parameters({ options, onChange }: AdvancedProps) {
  return (
    <Group gap="xl" align="flex-start">
      <Choice
        label="Algorithm"
        data={algorithms}
        value={options.algorithm}
        onChange={(value) => onChange({ ...options, algorithm: algorithms.find((name) => name === value) ?? "SHA1" })}
      />
      <Choice
        label="Digits"
        data={digits}
        value={String(options.digits)}
        onChange={(value) => onChange({ ...options, digits: value === "8" ? 8 : 6 })}
      />
      <Choice
        label="New code every"
        data={periods}
        value={String(options.period)}
        onChange={(value) => onChange({ ...options, period: value === "60" ? 60 : 30 })}
      />
    </Group>
  );
}

interface ChoiceProps {
  label: string;
  data: (string | { value: string; label: string })[];
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, data, value, onChange }: ChoiceProps) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600} aria-hidden>
        {label}
      </Text>
      <SegmentedControl aria-label={label} data={data} value={value} onChange={onChange} />
    </Stack>
  );
}
