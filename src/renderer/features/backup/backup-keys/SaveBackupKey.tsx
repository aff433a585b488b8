import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { isChosen, NewSecretFields } from "../../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../../app/session.ts";
import { FormNotice } from "../../../form/FormNotice.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { FilePicker } from "../FilePicker.tsx";
import { useFileToSave } from "../use-files.ts";

interface SaveBackupKeyProps {
  identity: string;
  name: string;
}

/** Saves the backup key to a file, under a passphrase. */
export function SaveBackupKey({ identity, name }: SaveBackupKeyProps) {
  const [open, setOpen] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const done = (file: string) => {
    setSaved(file);
    setOpen(false);
  };
  return (
    <Stack gap="sm">
      {saved !== null && (
        <Text size="sm" role="status" className="breakable">
          Saved as {saved}
        </Text>
      )}
      {open ? (
        <SaveForm identity={identity} name={name} onSaved={done} onCancel={() => setOpen(false)} />
      ) : (
        <Button variant="default" w="fit-content" onClick={() => setOpen(true)}>
          Save it to a file with a passphrase
        </Button>
      )}
    </Stack>
  );
}

interface SaveFormProps extends SaveBackupKeyProps {
  onSaved: (file: string) => void;
  onCancel: () => void;
}

function SaveForm({ identity, name, onSaved, onCancel }: SaveFormProps) {
  const { organisation } = useStatus();
  const file = useFileToSave("identity", name);
  const form = useContractForm({
    procedure: "recipients.saveIdentity",
    initial: { passphrase: "", again: "" },
    input: ({ passphrase }) => (file.path === null ? null : { identity, file: file.path, passphrase }),
    ready: ({ passphrase, again }) => isChosen(passphrase, again),
    onDone: (saved) => onSaved(saved.file),
  });
  return (
    <form {...form.element}>
      <Stack gap="md">
        <FilePicker buttonLabel="Choose where to save" file={file} />
        <NewSecretFields
          label="Passphrase"
          repeatLabel="Passphrase again"
          description="It opens this file. Several unrelated words are best."
          field={form.field("passphrase")}
          again={form.field("again")}
          related={[name, organisation]}
        />
        <FormNotice form={form} />
        <Group gap="sm">
          <Button type="submit" loading={form.busy} disabled={!form.isReady}>
            Save
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
