import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { IconCheck, IconRosetteDiscountCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { Section } from "../../ui/Section.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { FilePicker } from "./FilePicker.tsx";
import { phaseLabel, unitOf } from "./phases.ts";
import { useFileToOpen } from "./use-files.ts";
import classes from "./VerifyBackup.module.css";

/** Proves a backup without touching the store. */
export function VerifyBackup() {
  const { file, ...picker } = useFileToOpen();
  const [passphrase, setPassphrase] = useState("");
  const verify = useAction("backup.verify");
  const submit = () => file !== null && verify.mutate({ file, passphrase });

  if (verify.isPending) {
    return (
      <Section title="Verifying the backup" description="The store is not touched.">
        <ProgressPanel
          title="Verifying the backup"
          progress={verify.progress}
          phaseLabel={phaseLabel}
          unitOf={unitOf}
          onCancel={verify.cancel}
        />
      </Section>
    );
  }
  return (
    <Section
      title="Verify a backup"
      description="Opens the file and checks everything in it, as a restore would. The store is not touched."
    >
      {verify.data && <Report report={verify.data} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <FilePicker
            label="File"
            buttonLabel="Choose a backup"
            none="No file chosen yet"
            file={file}
            {...picker}
            onPick={picker.pick}
          />
          <PasswordInput
            label="Passphrase"
            autoComplete="off"
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          <ErrorNotice error={verify.error} onRetry={submit} />
          <Group justify="flex-end">
            <Button type="submit" disabled={file === null || passphrase === ""}>
              Verify backup
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Report({ report }: { report: OutputOf<"backup.verify"> }) {
  return (
    <Notice
      tone="good"
      role="status"
      icon={<IconRosetteDiscountCheck size={20} />}
      title="This backup is sound and can be restored"
    >
      <Stack gap="md">
        <ul className={classes.checks} aria-label="What was checked">
          {report.checks.map(({ name, count }) => (
            <li key={name}>
              <IconCheck size={16} aria-hidden />
              <span>{name}</span>
              <span className={classes.count}>{count.toLocaleString()}</span>
            </li>
          ))}
        </ul>
        <BackupFacts report={report} />
      </Stack>
    </Notice>
  );
}
