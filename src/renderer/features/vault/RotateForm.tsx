import { List, PasswordInput, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import type { AnyForm, FieldProps } from "../../form/use-contract-form.ts";
import { Notice } from "../../ui/Notice.tsx";
import { droppedOf, type Kept } from "./kept.ts";
import { slotInWords } from "./slot-words.ts";

interface RotateFormProps {
  slots: readonly VaultSlot[];
  kept: Kept;
  form: AnyForm;
  fieldOf: (slot: VaultSlot) => FieldProps<string>;
  onCancel: () => void;
}

/** Says what a rotation does, and asks for the passphrases to keep. */
export function RotateForm({ slots, kept, form, fieldOf, onCancel }: RotateFormProps) {
  const dropped = droppedOf(slots, kept);
  return (
    <DialogForm form={form} submitLabel="Next: the new recovery key" onCancel={onCancel}>
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
          disabled={form.wait > 0}
          {...fieldOf(slot)}
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
