import { Button, Group, Modal, PasswordInput, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { isChosen, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { secondsInWords } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { slotInWords } from "./slot-words.ts";

interface PassphraseDialogProps {
  opened: boolean;
  /** The one that is changed; null: one is added. */
  slot: VaultSlot | null;
  onClose: () => void;
}

/** Adds a passphrase, or exchanges one for another. */
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
          notifications.show({ title: "Added", message: "The passphrase opens the console from now on." });
          onClose();
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
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
          description="Best are several words that do not belong together."
          value={secret}
          onChange={setSecret}
          related={organisation ? [organisation] : []}
          error={fieldError(add.error, "passphrase")}
        />
        <ErrorNotice error={add.error} onRetry={submit} marked={["label", "passphrase"]} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending} disabled={label.trim() === "" || !isChosen(secret)}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
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
          notifications.show({ title: "Changed", message: "The passphrase before it no longer opens the console." });
          onClose();
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <PasswordInput
          label="Present passphrase"
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
        <ErrorNotice error={change.error} marked={["current", "next"]} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending} disabled={current === "" || !isChosen(secret) || wait > 0}>
            {wait > 0 ? `Try again in ${secondsInWords(wait)}` : "Change"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
