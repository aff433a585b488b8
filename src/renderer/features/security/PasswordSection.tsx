import { Button, PasswordInput, Text } from "@mantine/core";
import { useState } from "react";
import type { Account } from "#shared/contract/account.ts";
import { text } from "#shared/texts/text.ts";
import { isChosen, NewSecretFields } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { faulty, useContractForm } from "../../form/use-contract-form.ts";
import type { ShownError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";

export function PasswordSection({ account }: { account: Account }) {
  const [changing, setChanging] = useState(false);
  const close = () => setChanging(false);
  return (
    <Section
      title="Password"
      actions={
        <Button variant="default" onClick={() => setChanging(true)}>
          Change the password
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        Last changed <TimeText at={account.passwordChangedAt} />
      </Text>
      <Modal opened={changing} onClose={close} title="Change the password">
        <ChangeForm name={account.name} onClose={close} />
      </Modal>
    </Section>
  );
}

const wrong = text("account.notYourPassword");

/** Only the current password can be wrong here. */
const aboutCurrent = (error: ShownError): ShownError =>
  error.code === "SIGN_IN_REFUSED" ? faulty({ current: wrong }) : error;

function ChangeForm({ name, onClose }: { name: string; onClose: () => void }) {
  const { organisation } = useStatus();
  const form = useContractForm({
    procedure: "account.changePassword",
    initial: { current: "", next: "", again: "" },
    input: ({ current, next }) => ({ current, next }),
    ready: ({ current, next, again }) => current !== "" && isChosen(next, again),
    told: aboutCurrent,
    confirmation: { title: "Password changed", message: "Your other sessions have ended." },
    onAnswer: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Change" onCancel={onClose}>
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        disabled={form.wait > 0}
        {...form.field("current")}
        data-autofocus
      />
      <NewSecretFields
        label="New password"
        repeatLabel="New password again"
        field={form.field("next")}
        again={form.field("again")}
        related={[name, organisation]}
      />
    </DialogForm>
  );
}
