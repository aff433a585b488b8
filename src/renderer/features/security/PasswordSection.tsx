import { Button, PasswordInput, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { Account } from "#shared/contract/account.ts";
import { isChosen, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { Section } from "../../ui/Section.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";

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
      <Modal opened={changing} onClose={close} title="Change the password" keepMounted={false}>
        <ChangeForm name={account.name} onClose={close} />
      </Modal>
    </Section>
  );
}

function ChangeForm({ name, onClose }: { name: string; onClose: () => void }) {
  const { organisation } = useStatus();
  const [current, setCurrent] = useState("");
  const [secret, setSecret] = useState(noSecret);
  const change = useAction("account.changePassword", () => {
    notifications.show({ title: "Password changed", message: "Your other sessions have ended." });
    onClose();
  });
  const wait = useCountdown(retryAt(change.error));
  const wrong = change.error?.code === "SIGN_IN_REFUSED";
  return (
    <DialogForm
      submitLabel={afterWait(wait, "Change")}
      complete={current !== "" && isChosen(secret) && wait === 0}
      busy={change.isPending}
      error={wrong ? null : change.error}
      marked={["current", "next"]}
      retry={false}
      onSubmit={() => change.mutate({ current, next: secret.first })}
      onCancel={onClose}
    >
      <PasswordInput
        label="Current password"
        autoComplete="current-password"
        value={current}
        disabled={wait > 0}
        error={wrong ? "This is not your current password." : fieldError(change.error, "current")}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        data-autofocus
      />
      <NewSecretFields
        label="New password"
        repeatLabel="New password again"
        value={secret}
        onChange={setSecret}
        related={[name, organisation ?? ""]}
        error={fieldError(change.error, "next")}
      />
    </DialogForm>
  );
}
