import { Group, Text, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Modal } from "../../ui/Modal.tsx";
import { ParameterFields, type Parameters } from "../../ui/ParameterFields.tsx";
import { onTheMarket } from "./market.ts";
import { SeedField } from "./SeedField.tsx";

const usual: Parameters = { kind: "totp", algorithm: "SHA1", digits: 6, period: 30 };

interface AddHardwareProps {
  /** The serial number to start with; null: closed. */
  serial: string | null;
  onClose: () => void;
}

export function AddHardware({ serial, onClose }: AddHardwareProps) {
  return (
    <Modal opened={serial !== null} onClose={onClose} title="Add a hardware token" size="xl">
      <AddForm serial={serial ?? ""} onClose={onClose} />
    </Modal>
  );
}

/** Model and parameters stay for the next token from the same box; serial number and seed do not. */
function AddForm({ serial, onClose }: { serial: string; onClose: () => void }) {
  const [added, setAdded] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const form = useContractForm({
    procedure: "inventory.add",
    initial: { serial, seed: "", model: "", ...usual },
    input: ({ model, ...typed }) => ({ ...typed, ...(model.trim() === "" ? {} : { model }) }),
    ready: (typed) => typed.serial.trim() !== "" && typed.seed.trim() !== "",
    onDone: (token) => {
      setAdded(token.serial);
      form.set({ serial: "", seed: "" });
      first.current?.focus();
    },
  });
  return (
    <DialogForm form={form} submitLabel="Add" cancelLabel="Close" onCancel={onClose}>
      <Text role="status" size="sm" c="dimmed">
        {added === null ? "Its maker supplied the seed." : `${added} was added. Ready for the next one.`}
      </Text>
      <Group grow align="flex-start">
        <TextInput
          ref={first}
          label="Serial number"
          description="As printed on the token"
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.field("serial")}
        />
        <TextInput label="Model" description="Helps you recognise it" maxLength={64} {...form.field("model")} />
      </Group>
      <SeedField {...form.field("seed")} />
      <ParameterFields allowed={onTheMarket} value={form.values} onChange={form.set} />
    </DialogForm>
  );
}
