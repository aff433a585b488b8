import { Button, Group, Stack } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { isChosen, type NewSecret, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { type Action, useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { BackupProgress } from "./BackupProgress.tsx";
import { FilePicker } from "./FilePicker.tsx";
import { type ChosenFile, useFileToSave } from "./use-files.ts";

export function CreateBackup() {
  const [secret, setSecret] = useState(noSecret);
  const { organisation } = useStatus();
  const file = useFileToSave(organisation ?? "");
  const create = useAction("backup.create");

  const submit = (overwrite: boolean) => {
    if (file.path === null) return;
    create.mutate(
      { file: file.path, passphrase: secret.first, ...(overwrite ? { overwrite } : {}) },
      {
        onSuccess: () => {
          setSecret(noSecret);
          file.forget();
        },
      },
    );
  };

  if (create.isPending) {
    return (
      <Section title="Saving the backup" description="The console can be used meanwhile.">
        <BackupProgress title="Saving the backup" action={create} />
      </Section>
    );
  }
  return (
    <Section
      title="Save a backup"
      description="Choose where to put it and a passphrase. Without the passphrase nobody can open it, not even you."
    >
      {create.data && (
        <Notice tone="good" role="status" icon={<IconCircleCheck size={20} />} title="The backup was saved">
          <BackupFacts report={create.data} />
        </Notice>
      )}
      <CreateForm file={file} secret={secret} onSecret={setSecret} create={create} onSubmit={() => submit(false)} />
      <ConfirmDialog
        opened={create.error?.code === "FILE_EXISTS"}
        title="Replace the file?"
        consequences={["A file of this name exists already. What it holds now is lost."]}
        confirmLabel="Replace the file"
        destructive
        onConfirm={() => submit(true)}
        onClose={() => create.reset()}
      />
    </Section>
  );
}

interface CreateFormProps {
  file: ChosenFile;
  secret: NewSecret;
  onSecret: (secret: NewSecret) => void;
  create: Action<"backup.create">;
  onSubmit: () => void;
}

function CreateForm({ file, secret, onSecret, create, onSubmit }: CreateFormProps) {
  const { organisation } = useStatus();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="md">
        <FilePicker buttonLabel="Choose where to save" file={file} />
        <NewSecretFields
          label="Passphrase"
          repeatLabel="Passphrase again"
          description="Best are several words that do not belong together."
          value={secret}
          onChange={onSecret}
          related={organisation ? [organisation] : []}
          error={fieldError(create.error, "passphrase")}
        />
        {create.error?.code !== "FILE_EXISTS" && (
          <ErrorNotice error={create.error} onRetry={onSubmit} marked={["passphrase"]} />
        )}
        <Group justify="flex-end">
          <Button type="submit" disabled={file.path === null || !isChosen(secret)}>
            Create backup
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
