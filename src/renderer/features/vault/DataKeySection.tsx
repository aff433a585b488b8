import { Button, Group, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import type { VaultSlot, VaultStatus } from "#shared/contract/vault.ts";
import { type AnyForm, type ContractForm, useContractForm } from "../../form/use-contract-form.ts";
import { useAction } from "../../ipc/hooks.ts";
import { counted } from "../../ui/format.ts";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { LeavingNotice, NewKey, type Shown } from "./Ceremony.tsx";
import { RotateForm } from "./RotateForm.tsx";
import { fieldOf, type Kept, keepable, keepNone, passphrasesOf } from "./kept.ts";
import classes from "./VaultPage.module.css";

interface DataKeySectionProps {
  status: VaultStatus;
  onShow: (shown: Shown) => void;
}

const shownOf = (output: OutputOf<"vault.rotate">): Shown => ({ what: "new keys", ...output });

interface Rotation {
  kept: Kept;
  recoveryKey: string;
}

/** A rotation to a new recovery key, which is on paper before anything is rotated. */
function useRotation(slots: readonly VaultSlot[], onShow: (shown: Shown) => void) {
  const [isProven, setProven] = useState(false);
  const form: ContractForm<"vault.rotate", Rotation> = useContractForm({
    procedure: "vault.rotate",
    initial: { kept: keepNone(slots), recoveryKey: "" },
    input: ({ kept, recoveryKey }) => ({ passphrases: passphrasesOf(slots, kept), recoveryKey }),
    fieldOf: (path) => fieldOf(path, slots, form.values.kept),
    onAnswer: (output) => onShow(shownOf(output)),
  });
  const prepare = useAction("vault.prepareRecoveryKey");
  const { recoveryKey } = form.values;
  const rotate = () => {
    setProven(true);
    return form.submit();
  };
  const submit = (): boolean => {
    // After an error no second key is made.
    if (recoveryKey !== "") return rotate();
    prepare.mutate({}, { onAnswer: (made) => form.set({ recoveryKey: made.recoveryKey ?? "" }) });
    return true;
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  const shown: AnyForm = {
    ...form,
    element: { ...form.element, onSubmit },
    submit,
    busy: prepare.isPending,
    error: form.error ?? prepare.error,
  };
  const reset = () => {
    form.reset();
    prepare.reset();
    setProven(false);
  };
  /** With the slots that there are now. */
  const begin = () => form.set({ kept: keepNone(slots) });
  return { form, shown, begin, unproven: isProven || recoveryKey === "" ? null : recoveryKey, rotate, reset };
}

/** The key under which everything is encrypted, and its rotation. */
export function DataKeySection({ status, onShow }: DataKeySectionProps) {
  const [asking, setAsking] = useState(false);
  const slots = status.slots.filter(keepable);
  const { form, shown, begin, unproven, rotate, reset } = useRotation(slots, onShow);
  const { action } = form;

  if (action.isPending) {
    return (
      <Section title="Rotating the key" description="Nothing changes until it is done.">
        <ProgressPanel
          title="Rotating the key"
          progress={action.progress}
          phaseLabel={() => "Re-encrypting everything"}
          onCancel={action.cancel}
        />
      </Section>
    );
  }
  if (unproven !== null) {
    return (
      <Section title="Before the rotation" description="Nothing has been rotated yet.">
        <NewKey recoveryKey={unproven} doneLabel="Rotate the key now" onDone={rotate} />
        <LeavingNotice />
      </Section>
    );
  }
  return (
    <Section
      title="Data key"
      description="Rotate it if an unauthorised person may have had a passphrase or the recovery key together with a copy of the database."
    >
      <dl className={classes.facts}>
        <dt>In use since</dt>
        <dd>
          <TimeText at={status.keyCreatedAt} />
        </dd>
        <dt>Encrypted with it</dt>
        <dd>{counted(status.sealedValues, "secret", "secrets")}</dd>
      </dl>
      {asking ? (
        <RotateForm
          slots={slots}
          kept={form.values.kept}
          form={shown}
          fieldOf={({ id }) => form.field(`kept.${id}`)}
          onCancel={() => {
            reset();
            setAsking(false);
          }}
        />
      ) : (
        <Group gap="sm">
          <Button
            variant="default"
            onClick={() => {
              begin();
              setAsking(true);
            }}
          >
            Rotate the key
          </Button>
          <Text size="sm" c="dimmed">
            You are asked before anything happens.
          </Text>
        </Group>
      )}
    </Section>
  );
}
