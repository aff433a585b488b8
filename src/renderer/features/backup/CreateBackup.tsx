import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { isChosen, NewSecretFields } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { type FieldProps, useContractForm } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { BackupProgress } from "./BackupProgress.tsx";
import { ChoiceField } from "./ChoiceField.tsx";
import { FilePicker } from "./FilePicker.tsx";
import { useFileToSave } from "./use-files.ts";

/** What the file is encrypted for. */
type For = "passphrase" | "recipients";

const nothing = { opensWith: "passphrase" as For, passphrase: "", again: "", overwrite: false };

export function CreateBackup() {
  const { organisation } = useStatus();
  const file = useFileToSave("backup", organisation ?? "");
  const form = useContractForm({
    procedure: "archive.create",
    initial: nothing,
    input: ({ opensWith, passphrase, overwrite }) => {
      if (file.path === null) return null;
      const sealed = opensWith === "passphrase" ? { passphrase } : {};
      return { file: file.path, ...sealed, ...(overwrite ? { overwrite } : {}) };
    },
    ready: ({ opensWith, passphrase, again }) => opensWith === "recipients" || isChosen(passphrase, again),
    onDone: () => {
      form.set({ passphrase: "", again: "", overwrite: false });
      file.forget();
    },
    onRefused: () => form.set({ overwrite: false }),
  });
  const { action: create } = form;
  const exists = form.error?.code === "FILE_EXISTS";

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
      <form {...form.element}>
        <Stack gap="md">
          <FilePicker buttonLabel="Choose where to save" file={file} />
          <WhatOpensIt {...form.field("opensWith")} />
          {form.values.opensWith === "passphrase" && <WhatItTakes />}
          {form.values.opensWith === "passphrase" && (
            <NewSecretFields
              label="Passphrase"
              repeatLabel="Passphrase again"
              description="Several unrelated words are best."
              field={form.field("passphrase")}
              again={form.field("again")}
              related={[organisation]}
            />
          )}
          {!exists && <FormNotice form={form} />}
          <Group justify="flex-end">
            <Button type="submit" disabled={!form.isReady}>
              Create backup
            </Button>
          </Group>
        </Stack>
      </form>
      <ConfirmDialog
        opened={exists}
        title="Replace the file?"
        consequences={["A file with this name already exists. Its contents will be lost."]}
        confirmLabel="Replace the file"
        destructive
        onConfirm={() => {
          form.set({ overwrite: true });
          form.submit();
        }}
        onClose={form.dismiss}
      />
    </Section>
  );
}

/** Before the passphrase is typed. */
function WhatItTakes() {
  const { data: policy } = useProcedure("policies.get", {});
  const approved = policy !== undefined && policy.backupApproval !== "none";
  return (
    <Text size="sm">
      Whoever has this file and its passphrase has everybody’s authenticator keys.{" "}
      {approved ? "It needs a fresh code and a second administrator’s approval." : "It needs a fresh code."}
    </Text>
  );
}

const ways: readonly For[] = ["passphrase", "recipients"];
const inWords: Record<For, string> = { passphrase: "A passphrase", recipients: "The backup keys" };

/** Offers a choice only if there are backup keys. */
function WhatOpensIt({ value, onChange }: FieldProps<For>) {
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
