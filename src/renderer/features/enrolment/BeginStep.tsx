import { Button, Collapse, Group, SegmentedControl, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { defaultOptions, type Options, optionsOf } from "./options.ts";
import classes from "./BeginStep.module.css";

type Person = OutputOf<"users.get">;

interface BeginStepProps {
  person: Person;
  replaced: Person["tokens"][number] | undefined;
  onBegun: (pending: OutputOf<"tokens.begin">) => void;
  onCancel: () => void;
}

const advice = [
  "Have the person's phone at hand, with an authenticator app on it.",
  "The QR code is shown for a few minutes. Nobody else should see it.",
  "A code from the phone proves that it works; only then it counts.",
];

export function BeginStep({ person, replaced, onBegun, onCancel }: BeginStepProps) {
  const [options, setOptions] = useState<Options>(replaced ? optionsOf(replaced) : defaultOptions);
  const begin = useAction("tokens.begin");
  const submit = () => {
    const { label, ...parameters } = options;
    const input: InputOf<"tokens.begin"> = {
      user: { id: person.id },
      ...parameters,
      ...(label.trim() === "" ? {} : { label }),
      ...(replaced ? { replaces: replaced.id } : {}),
    };
    begin.mutate(input, { onSuccess: onBegun });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section title="Before you begin">
        <ul className={classes.advice}>
          {advice.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <Advanced options={options} onChange={setOptions} />
        <ErrorNotice error={begin.error} onRetry={submit} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={begin.isPending} data-autofocus>
            Show the QR code
          </Button>
        </Group>
      </Section>
    </form>
  );
}

interface AdvancedProps {
  options: Options;
  onChange: (options: Options) => void;
}

/** What few people ever change: most authenticator apps know only the defaults. */
function Advanced({ options, onChange }: AdvancedProps) {
  const [open, setOpen] = useState(false);
  return (
    <Stack gap="sm">
      <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <IconChevronDown size={18} aria-hidden /> : <IconChevronRight size={18} aria-hidden />}
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
          <Group gap="xl" align="flex-start">
            <Option label="Algorithm">
              <SegmentedControl
                aria-label="Algorithm"
                data={["SHA1", "SHA256", "SHA512"] satisfies Options["algorithm"][]}
                value={options.algorithm}
                onChange={(algorithm) => onChange({ ...options, algorithm })}
              />
            </Option>
            <Option label="Digits">
              <SegmentedControl
                aria-label="Digits"
                data={[
                  { value: "6", label: "6" },
                  { value: "8", label: "8" },
                ]}
                value={String(options.digits)}
                onChange={(digits) => onChange({ ...options, digits: digits === "8" ? 8 : 6 })}
              />
            </Option>
            <Option label="New code every">
              <SegmentedControl
                aria-label="New code every"
                data={[
                  { value: "30", label: "30 s" },
                  { value: "60", label: "60 s" },
                ]}
                value={String(options.period)}
                onChange={(period) => onChange({ ...options, period: period === "60" ? 60 : 30 })}
              />
            </Option>
          </Group>
          <Text size="sm" c="dimmed">
            Many apps ignore these and always use SHA1, 6 digits and 30 seconds. Change them only for an app that is
            known to follow.
          </Text>
        </Stack>
      </Collapse>
    </Stack>
  );
}

function Option({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500} aria-hidden>
        {label}
      </Text>
      {children}
    </Stack>
  );
}
