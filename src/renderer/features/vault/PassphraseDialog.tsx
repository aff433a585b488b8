import { PasswordInput, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { isChosen, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { slotInWords } from "./slot-words.ts";

interface PassphraseDialogProps {
  opened: boolean;
  /** The passphrase to change; null: one is added. */
  slot: VaultSlot | null;
  onClose: () => void;
}

/** Adds or changes a passphrase. */
export function PassphraseDialog({ opened, slot, onClose }: PassphraseDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={slot ? `Change: ${slotInWords(slot)}` : "Add a passphrase"}
      keepMounted={false}
    >
      {slot ? <ChangeForm slot={slot} onClose={onClose} /> : <AddForm onClose={onClose} />}
    </Modal>
  );
}

function AddForm({ onClose }: { onClose: () => void }) {
  const { organisation } = useStatus();
  const [label, setLabel] = useState("");
  const [secret, setSecret] = useState(noSecret);
  const add = useAction("vault.addPassphrase");
  const submit = () =>
    add.mutate(
      { label, passphrase: secret.first },
      {
        onSuccess: () => {
          notifications.show({ title: "Added", message: "The passphrase now opens the console." });
          onClose();
        },
      },
    );
  return (
    <DialogForm
      submitLabel="Add"
      complete={label.trim() !== "" && isChosen(secret)}
      busy={add.isPending}
      error={add.error}
      marked={["label", "passphrase"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <TextInput
        label="Label"
        description="Whose it is, or where it is kept. Never the passphrase itself"
        autoComplete="off"
        maxLength={64}
        value={label}
        error={fieldError(add.error, "label")}
        onChange={(event) => setLabel(event.currentTarget.value)}
        data-autofocus
      />
      <NewSecretFields
        label="Passphrase"
        repeatLabel="Passphrase again"
        description="Several unrelated words are best."
        value={secret}
        onChange={setSecret}
        related={organisation ? [organisation] : []}
        error={fieldError(add.error, "passphrase")}
      />
    </DialogForm>
  );
}

function ChangeForm({ slot, onClose }: { slot: VaultSlot; onClose: () => void }) {
  const { organisation } = useStatus();
  const [current, setCurrent] = useState("");
  const [secret, setSecret] = useState(noSecret);
  const change = useAction("vault.changePassphrase");
  const wait = useCountdown(retryAt(change.error));
  const submit = () =>
    change.mutate(
      { id: slot.id, current, next: secret.first },
      {
        onSuccess: () => {
          notifications.show({ title: "Changed", message: "The previous passphrase no longer opens the console." });
          onClose();
        },
      },
    );
  return (
    <DialogForm
      submitLabel={afterWait(wait, "Change")}
      complete={current !== "" && isChosen(secret) && wait === 0}
      busy={change.isPending}
      error={change.error}
      marked={["current", "next"]}
      retry={false}
      onSubmit={submit}
      onCancel={onClose}
    >
      <PasswordInput
        label="Current passphrase"
        autoComplete="off"
        value={current}
        error={fieldError(change.error, "current")}
        disabled={wait > 0}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        data-autofocus
      />
      <NewSecretFields
        label="New passphrase"
        repeatLabel="New passphrase again"
        value={secret}
        onChange={setSecret}
        related={organisation ? [organisation] : []}
        error={fieldError(change.error, "next")}
      />
    </DialogForm>
  );
}
