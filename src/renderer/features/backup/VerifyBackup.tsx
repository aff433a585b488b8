import { Button, Group, Stack } from "@mantine/core";
import { IconCheck, IconRosetteDiscountCheck } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { BackupProgress } from "./BackupProgress.tsx";
import { OpenBackupFields } from "./opening/OpenBackupFields.tsx";
import { openingFields } from "./opening/OpeningKeyFields.tsx";
import { useOpenedBackup } from "./opening/use-opened-backup.ts";
import classes from "./VerifyBackup.module.css";
import { numberInWords } from "../../ui/format.ts";

/** Checks a backup without touching the store. */
export function VerifyBackup() {
  const opened = useOpenedBackup(["file", "place"]);
  const verify = useAction("backup.verify");
  const submit = () => {
    if (opened.input !== null) verify.mutate(opened.input);
  };

  if (verify.isPending) {
    return (
      <Section title="Verifying the backup" description="The database is not touched.">
        <BackupProgress title="Verifying the backup" action={verify} />
      </Section>
    );
  }
  return (
    <Section
      title="Verify a backup"
      description="Opens the backup and checks everything in it, as a restore would. The database is not touched."
    >
      {verify.data && <Report report={verify.data} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <OpenBackupFields opened={opened} error={verify.error} />
          <ErrorNotice error={verify.error} onRetry={submit} marked={openingFields} />
          <Group justify="flex-end">
            <Button type="submit" disabled={opened.input === null}>
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
      title="This backup is intact and can be restored"
    >
      <Stack gap="md">
        <ul className={classes.checks} aria-label="What was checked">
          {report.checks.map(({ name, count }) => (
            <li key={name}>
              <IconCheck size={16} aria-hidden />
              <span>{name}</span>
              <span className={classes.count}>{numberInWords(count)}</span>
            </li>
          ))}
        </ul>
        <BackupFacts report={report} />
      </Stack>
    </Notice>
  );
}
