import { Button, Group, Stack } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { isChosen, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { dateStamp, fileNamePart } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { Section } from "../../ui/Section.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { FilePicker } from "./FilePicker.tsx";
import { phaseLabel, unitOf } from "./phases.ts";
import { useFileToSave } from "./use-files.ts";

export function CreateBackup() {
  const { organisation } = useStatus();
  const [secret, setSecret] = useState(noSecret);
  const name = `countersign-${fileNamePart(organisation ?? "")}-${dateStamp(new Date())}.age`;
  const { file, setFile, ...picker } = useFileToSave(name);
  const create = useAction("backup.create");

  const submit = (overwrite: boolean) => {
    if (file === null) return;
    create.mutate(
      { file, passphrase: secret.first, ...(overwrite ? { overwrite } : {}) },
      {
        onSuccess: () => {
          setSecret(noSecret);
          setFile(null);
        },
      },
    );
  };

  if (create.isPending) {
    return (
      <Section title="Saving the backup" description="The console can be used meanwhile.">
        <ProgressPanel
          title="Saving the backup"
          progress={create.progress}
          phaseLabel={phaseLabel}
          unitOf={unitOf}
          onCancel={create.cancel}
        />
      </Section>
    );
  }
  const exists = create.error?.code === "FILE_EXISTS";
  return (
    <Section
      title="Save a backup"
      description="Choose where to put it and a passphrase. Without the passphrase nobody can open it, you neither."
    >
      {create.data && (
        <Notice tone="good" role="status" icon={<IconCircleCheck size={20} />} title="The backup was saved">
          <BackupFacts report={create.data} />
        </Notice>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit(false);
        }}
      >
        <Stack gap="md">
          <FilePicker
            label="File"
            buttonLabel="Choose where to save"
            none="No file chosen yet"
            file={file}
            {...picker}
            onPick={picker.pick}
          />
          <NewSecretFields
            label="Passphrase"
            repeatLabel="Passphrase again"
            description="Best are several words that do not belong together."
            value={secret}
            onChange={setSecret}
            related={organisation ? [organisation] : []}
            error={fieldError(create.error, "passphrase")}
          />
          {!exists && <ErrorNotice error={create.error} onRetry={() => submit(false)} marked={["passphrase"]} />}
          <Group justify="flex-end">
            <Button type="submit" disabled={file === null || !isChosen(secret)}>
              Create backup
            </Button>
          </Group>
        </Stack>
      </form>
      <ConfirmDialog
        opened={exists}
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
