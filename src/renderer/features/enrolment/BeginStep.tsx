import { Button, Group } from "@mantine/core";
import type { OutputOf } from "#shared/contract/index.ts";
import type { Policy } from "#shared/model/policy.ts";
import { AdvancedParameters } from "../../app/AdvancedParameters.tsx";
import { LabelField } from "../../app/LabelField.tsx";
import { useUserSide } from "../../app/in-person/use-in-person.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Section } from "../../ui/Section.tsx";
import { noOptions, optionsOf } from "./options.ts";
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

/** Read first: what a replacement starts with depends on the policies. */
export function BeginStep(props: BeginStepProps) {
  const { data: policy, error, refetch } = useProcedure("policies.get", {});
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  return <BeginForm key={policy ? "known" : "unknown"} policy={policy} {...props} />;
}

function BeginForm({ person, replaced, policy, onBegun, onCancel }: BeginStepProps & { policy: Policy | undefined }) {
  const userSide = useUserSide();
  const form = useContractForm({
    procedure: "tokens.begin",
    initial: replaced && policy ? optionsOf(replaced, policy) : noOptions,
    input: ({ label, ...parameters }) => ({
      user: { id: person.id },
      ...parameters,
      ...(label.trim() === "" ? {} : { label }),
      ...(replaced ? { replaces: replaced.id } : {}),
    }),
    ready: () => policy !== undefined,
    onAnswer: onBegun,
  });
  const showUser = () => {
    const input = form.input();
    if (input) userSide.open.mutate(input);
  };
  return (
    <form {...form.element}>
      <Section title="Before you begin">
        <ul className={classes.advice}>
          {advice.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {policy && (
          <AdvancedParameters policy={policy} chosen={form.values} onChange={form.set}>
            <LabelField {...form.field("label")} />
          </AdvancedParameters>
        )}
        <FormNotice form={form} />
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
          <Button type="submit" loading={form.busy} disabled={!form.isReady} data-autofocus>
            Show the QR code
          </Button>
        </Group>
      </Section>
    </form>
  );
}
