import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { isChosen, NewSecretFields, noSecret } from "../../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../../app/session.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../../ui/ErrorNotice.tsx";
import { FilePicker } from "../FilePicker.tsx";
import { useFileToSave } from "../use-files.ts";

interface SaveIdentityProps {
  identity: string;
  name: string;
}

/** Saves the backup key to a file, under a passphrase. */
export function SaveIdentity({ identity, name }: SaveIdentityProps) {
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

interface SaveFormProps extends SaveIdentityProps {
  onSaved: (file: string) => void;
  onCancel: () => void;
}

function SaveForm({ identity, name, onSaved, onCancel }: SaveFormProps) {
  const { organisation } = useStatus();
  const [secret, setSecret] = useState(noSecret);
  const file = useFileToSave("identity", name);
  const save = useAction("recipients.saveIdentity");
  const submit = () => {
    if (file.path === null || !isChosen(secret)) return;
    save.mutate(
      { identity, file: file.path, passphrase: secret.first },
      { onSuccess: (result) => onSaved(result.file) },
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <FilePicker buttonLabel="Choose where to save" file={file} />
        <NewSecretFields
          label="Passphrase"
          repeatLabel="Passphrase again"
          description="It opens this file. Several unrelated words are best."
          value={secret}
          onChange={setSecret}
          related={[name, ...(organisation ? [organisation] : [])]}
          error={fieldError(save.error, "passphrase")}
        />
        <ErrorNotice error={save.error} onRetry={submit} marked={["passphrase"]} />
        <Group gap="sm">
          <Button type="submit" loading={save.isPending} disabled={file.path === null || !isChosen(secret)}>
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
