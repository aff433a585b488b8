import { Group, Text, TextInput } from "@mantine/core";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Modal } from "../../ui/Modal.tsx";
import { ParameterFields } from "../../ui/ParameterFields.tsx";
import { onTheMarket } from "./market.ts";
import { SeedField } from "./SeedField.tsx";
import type { HardwareToken } from "./words.ts";

interface CorrectDialogProps {
  /** null: closed. */
  token: HardwareToken | null;
  onClose: () => void;
}

/** Corrects details of a token in stock that were entered wrongly. */
export function CorrectDialog({ token, onClose }: CorrectDialogProps) {
  return (
    <Modal
      opened={token !== null}
      onClose={onClose}
      title={`Correct ${token?.serial ?? ""}`}
      size="xl"
      closeOnClickOutside={false}
    >
      {token && <CorrectForm token={token} onClose={onClose} />}
    </Modal>
  );
}

function CorrectForm({ token, onClose }: { token: HardwareToken; onClose: () => void }) {
  const { serial, model, kind, algorithm, digits, period } = token;
  const form = useContractForm({
    procedure: "inventory.correct",
    initial: { serial, model, kind, algorithm, digits, period, seed: "" },
    input: ({ seed, ...typed }) => ({ id: token.id, ...typed, ...(seed.trim() === "" ? {} : { seed }) }),
    ready: (typed) => typed.serial.trim() !== "",
    confirmation: (corrected) => `${corrected.serial} was corrected.`,
    onDone: onClose,
  });
  return (
    <DialogForm form={form} submitLabel="Save" onCancel={onClose}>
      <Text size="sm" c="dimmed">
        Codes that were accepted before stay used. The audit log records what was changed.
      </Text>
      <Group grow align="flex-start">
        <TextInput
          label="Serial number"
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.field("serial")}
        />
        <TextInput label="Model" maxLength={64} {...form.field("model")} />
      </Group>
      <ParameterFields allowed={onTheMarket} value={form.values} onChange={form.set} />
      <SeedField label="New seed" description="Leave blank to keep the seed that was entered" {...form.field("seed")} />
    </DialogForm>
  );
}
