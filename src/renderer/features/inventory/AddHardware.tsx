import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
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
    <Modal opened={serial !== null} onClose={onClose} title="Add a hardware token" size="xl" keepMounted={false}>
      <AddForm serial={serial ?? ""} onClose={onClose} />
    </Modal>
  );
}

/** Model and parameters stay for the next token from the same box; serial number and seed do not. */
function AddForm({ serial: given, onClose }: { serial: string; onClose: () => void }) {
  const [serial, setSerial] = useState(given);
  const [model, setModel] = useState("");
  const [seed, setSeed] = useState("");
  const [parameters, setParameters] = useState(usual);
  const [added, setAdded] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const add = useAction("inventory.add");
  const submit = () =>
    add.mutate(
      { serial, seed, ...parameters, ...(model.trim() === "" ? {} : { model }) },
      {
        onSuccess: (token) => {
          setAdded(token.serial);
          setSerial("");
          setSeed("");
          add.reset();
          first.current?.focus();
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
            value={serial}
            error={fieldError(add.error, "serial")}
            onChange={(event) => setSerial(event.currentTarget.value)}
          />
          <TextInput
            label="Model"
            description="Helps you recognise it"
            maxLength={64}
            value={model}
            error={fieldError(add.error, "model")}
            onChange={(event) => setModel(event.currentTarget.value)}
          />
        </Group>
        <SeedField value={seed} onChange={setSeed} error={fieldError(add.error, "seed")} />
        <ParameterFields
          allowed={onTheMarket}
          value={parameters}
          onChange={(changes) => setParameters({ ...parameters, ...changes })}
        />
        <ErrorNotice error={add.error} onRetry={submit} marked={["serial", "model", "seed"]} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" loading={add.isPending} disabled={serial.trim() === "" || seed.trim() === ""}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
