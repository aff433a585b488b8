import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { isChosen, type NewSecret, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { type Action, useAction, useProcedure } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { BackupProgress } from "./BackupProgress.tsx";
import { ChoiceField } from "./ChoiceField.tsx";
import { FilePicker } from "./FilePicker.tsx";
import { type ChosenFile, useFileToSave } from "./use-files.ts";

/** What the file is encrypted for. */
type For = "passphrase" | "recipients";

export function CreateBackup() {
  const [secret, setSecret] = useState(noSecret);
  const [opensWith, setOpensWith] = useState<For>("passphrase");
  const { organisation } = useStatus();
  const file = useFileToSave("backup", organisation ?? "");
  const create = useAction("backup.create");

  const submit = (overwrite: boolean) => {
    if (file.path === null) return;
    const sealed = opensWith === "passphrase" ? { passphrase: secret.first } : {};
    create.mutate(
      { file: file.path, ...sealed, ...(overwrite ? { overwrite } : {}) },
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
      <Section title="Saving the backup" description="You can keep using the console.">
        <BackupProgress title="Saving the backup" action={create} />
      </Section>
    );
  }
  return (
    <Section
      title="Save a backup"
      description="Choose where to save it and what opens it. Without that, nobody can open it, not even you."
    >
      {create.data && (
        <Notice
          tone="good"
          role="status"
          icon={<IconCircleCheck size={20} />}
          title="The backup was saved and test-restored"
        >
          <BackupFacts report={create.data} />
        </Notice>
      )}
      <CreateForm
        file={file}
        opensWith={opensWith}
        onOpensWith={setOpensWith}
        secret={secret}
        onSecret={setSecret}
        create={create}
        onSubmit={() => submit(false)}
      />
      <ConfirmDialog
        opened={create.error?.code === "FILE_EXISTS"}
        title="Replace the file?"
        consequences={["A file with this name already exists. Its contents will be lost."]}
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
  opensWith: For;
  onOpensWith: (opensWith: For) => void;
  secret: NewSecret;
  onSecret: (secret: NewSecret) => void;
  create: Action<"backup.create">;
  onSubmit: () => void;
}

function CreateForm({ file, opensWith, onOpensWith, secret, onSecret, create, onSubmit }: CreateFormProps) {
  const { organisation } = useStatus();
  const ready = opensWith === "recipients" || isChosen(secret);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="md">
        <FilePicker buttonLabel="Choose where to save" file={file} />
        <WhatOpensIt value={opensWith} onChange={onOpensWith} />
        {opensWith === "passphrase" && (
          <NewSecretFields
            label="Passphrase"
            repeatLabel="Passphrase again"
            description="Several unrelated words are best."
            value={secret}
            onChange={onSecret}
            related={organisation ? [organisation] : []}
            error={fieldError(create.error, "passphrase")}
          />
        )}
        {create.error?.code !== "FILE_EXISTS" && (
          <ErrorNotice error={create.error} onRetry={onSubmit} marked={["passphrase"]} />
        )}
        <Group justify="flex-end">
          <Button type="submit" disabled={file.path === null || !ready}>
            Create backup
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const ways: readonly For[] = ["passphrase", "recipients"];
const inWords: Record<For, string> = { passphrase: "A passphrase", recipients: "The backup keys" };

/** Offers a choice only if there are backup keys. */
function WhatOpensIt({ value, onChange }: { value: For; onChange: (value: For) => void }) {
  const { data } = useProcedure("recipients.list", {});
  const names = data?.rows.map(({ name }) => name) ?? [];
  if (names.length === 0) return null;
  return (
    <Stack gap={6}>
      <ChoiceField label="What opens it" values={ways} inWords={inWords} value={value} onChange={onChange} />
      {value === "recipients" && (
        <Text size="sm" c="dimmed" className="breakable">
          Any one of these opens it: {names.join(", ")}.
        </Text>
      )}
    </Stack>
  );
}
