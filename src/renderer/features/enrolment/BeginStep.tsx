import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { useUserSide } from "../../app/in-person/use-in-person.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { Advanced } from "./Advanced.tsx";
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
  "Have the person's phone at hand, with an authenticator app on it.",
  "The QR code is shown for a few minutes. Nobody else should see it.",
  "A code from the phone proves that it works; only then it counts.",
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
        {policy && <Advanced policy={policy} options={options} onChange={setOptions} />}
        <ErrorNotice error={error} onRetry={() => void refetch()} />
        <ErrorNotice error={begin.error} onRetry={submit} />
        <ErrorNotice error={userSide.open.error} onRetry={showUser} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          {userSide.possible && (
            <Button variant="default" loading={userSide.open.isPending} disabled={!policy} onClick={showUser}>
              Show on the user's screen
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
