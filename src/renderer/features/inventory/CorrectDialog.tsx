import { Group, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { ParameterFields, type Parameters } from "../../ui/ParameterFields.tsx";
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
      keepMounted={false}
    >
      {token && <CorrectForm token={token} onClose={onClose} />}
    </Modal>
  );
}

const parametersOf = ({ kind, algorithm, digits, period }: HardwareToken): Parameters => ({
  kind,
  algorithm,
  digits,
  period,
});

function CorrectForm({ token, onClose }: { token: HardwareToken; onClose: () => void }) {
  const [serial, setSerial] = useState(token.serial);
  const [model, setModel] = useState(token.model);
  const [seed, setSeed] = useState("");
  const [parameters, setParameters] = useState(parametersOf(token));
  const correct = useAction("inventory.correct");
  const submit = () =>
    correct.mutate(
      { id: token.id, serial, model, ...parameters, ...(seed.trim() === "" ? {} : { seed }) },
      {
        onSuccess: (corrected) => {
          notifications.show({ message: `${corrected.serial} was corrected.` });
          onClose();
        },
      },
    );
  return (
    <DialogForm
      submitLabel="Save"
      complete={serial.trim() !== ""}
      busy={correct.isPending}
      error={correct.error}
      marked={["serial", "model", "seed", "kind"]}
      onSubmit={submit}
      onCancel={onClose}
    >
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
          value={serial}
          error={fieldError(correct.error, "serial")}
          onChange={(event) => setSerial(event.currentTarget.value)}
        />
        <TextInput
          label="Model"
          maxLength={64}
          value={model}
          error={fieldError(correct.error, "model")}
          onChange={(event) => setModel(event.currentTarget.value)}
        />
      </Group>
      <ParameterFields
        allowed={onTheMarket}
        value={parameters}
        onChange={(changes) => setParameters({ ...parameters, ...changes })}
      />
      <SeedField
        label="New seed"
        description="Leave blank to keep the seed that was entered"
        value={seed}
        onChange={setSeed}
        error={fieldError(correct.error, "seed")}
      />
    </DialogForm>
  );
}
