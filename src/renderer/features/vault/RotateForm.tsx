import { List, PasswordInput, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { droppedOf, fieldOf, type Kept } from "./kept.ts";
import { slotInWords } from "./slot-words.ts";

interface RotateFormProps {
  slots: readonly VaultSlot[];
  kept: Kept;
  onKept: (kept: Kept) => void;
  error: (ShownError & { details?: Record<string, unknown> | undefined }) | null;
  onSubmit: () => void;
  onCancel: () => void;
}

/** Says what a rotation does, and asks for the passphrases to keep. */
export function RotateForm({ slots, kept, onKept, error, onSubmit, onCancel }: RotateFormProps) {
  const wait = useCountdown(retryAt(error));
  const dropped = droppedOf(slots, kept);
  return (
    <DialogForm
      submitLabel={afterWait(wait, "Next: the new recovery key")}
      complete={wait === 0}
      error={error}
      marked={["passphrases", ...slots.map((slot) => fieldOf(slot, slots, kept))]}
      retry={false}
      onSubmit={onSubmit}
      onCancel={onCancel}
    >
      <List spacing={6}>
        <List.Item>Every secret is re-encrypted under a new key. Nobody has to be enrolled again.</List.Item>
        <List.Item>
          First, a new recovery key is shown once and you prove your copy. After the rotation, the present one or its
          shares no longer work.
        </List.Item>
        <List.Item>Earlier backups still open with their own passphrases or backup keys.</List.Item>
        <List.Item>Nobody can use the console meanwhile. Afterwards, everybody but you has to sign in again.</List.Item>
      </List>
      {slots.length > 0 && (
        <Text size="sm">Type each passphrase that should still open the console. Those left blank stop working.</Text>
      )}
      {slots.map((slot, index) => (
        <PasswordInput
          key={slot.id}
          label={slotInWords(slot)}
          autoComplete="off"
          value={kept[slot.id] ?? ""}
          error={fieldError(error, fieldOf(slot, slots, kept))}
          disabled={wait > 0}
          onChange={(event) => onKept({ ...kept, [slot.id]: event.currentTarget.value })}
          autoFocus={index === 0}
        />
      ))}
      {dropped.length > 0 && (
        <Notice tone="wait" icon={<IconAlertTriangle size={18} />} title="These will no longer open the console">
          {dropped.map(slotInWords).join(", ")}
        </Notice>
      )}
    </DialogForm>
  );
}
