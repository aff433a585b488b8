import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AdvancedParameters } from "../../app/AdvancedParameters.tsx";
import { LabelField } from "../../app/LabelField.tsx";
import { useUserSide } from "../../app/in-person/use-in-person.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { noOptions, type Options, optionsOf } from "./options.ts";
import classes from "./BeginStep.module.css";

type Person = OutputOf<"users.get">;

interface BeginStepProps {
  person: Person;
  replaced: Person["tokens"][number] | undefined;
  onBegun: (pending: OutputOf<"tokens.begin">) => void;
  onCancel: () => void;
}

const advice = [
  "Have the person's phone ready, with an authenticator app on it.",
  "The QR code is shown for a few minutes. Do not let anyone else see it.",
  "The authenticator counts once a code from the phone has proved that it works.",
];

export function BeginStep({ person, replaced, onBegun, onCancel }: BeginStepProps) {
  const { data: policy, error, refetch } = useProcedure("policies.get", {});
  const [chosen, setOptions] = useState<Options | null>(null);
  const options = chosen ?? (replaced && policy ? optionsOf(replaced, policy) : noOptions);
  const begin = useAction("tokens.begin");
  const userSide = useUserSide();
  const { label, ...parameters } = options;
  const input: InputOf<"tokens.begin"> = {
    user: { id: person.id },
    ...parameters,
    ...(label.trim() === "" ? {} : { label }),
    ...(replaced ? { replaces: replaced.id } : {}),
  };
  const submit = () => begin.mutate(input, { onSuccess: onBegun });
  const showUser = () => userSide.open.mutate(input);
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
        {policy && (
          <AdvancedParameters
            policy={policy}
            chosen={parameters}
            onChange={(changes) => setOptions({ ...options, ...changes })}
          >
            <LabelField label={label} onChange={(next) => setOptions({ ...options, label: next })} />
          </AdvancedParameters>
        )}
        <ErrorNotice error={error} onRetry={() => void refetch()} />
        <ErrorNotice error={begin.error} onRetry={submit} />
        <ErrorNotice error={userSide.open.error} onRetry={showUser} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          {userSide.possible && (
            <Button variant="default" loading={userSide.open.isPending} disabled={!policy} onClick={showUser}>
              Show on the person's screen
            </Button>
          )}
          <Button type="submit" loading={begin.isPending} disabled={!policy} data-autofocus>
            Show the QR code
          </Button>
        </Group>
      </Section>
    </form>
  );
}
