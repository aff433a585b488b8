import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { Advanced } from "./Advanced.tsx";
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
