import { Button, Group, Stack } from "@mantine/core";
import { IconCheck, IconRosetteDiscountCheck } from "@tabler/icons-react";
import type { OutputOf } from "#shared/contract/index.ts";
import { say } from "#shared/texts/say.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { BackupFacts } from "./BackupFacts.tsx";
import { BackupProgress } from "./BackupProgress.tsx";
import { OpenBackupFields } from "./opening/OpenBackupFields.tsx";
import { useOpening } from "./opening/use-opening.ts";
import classes from "./VerifyBackup.module.css";
import { numberInWords } from "../../ui/format.ts";

/** Checks a backup without touching the store. */
export function VerifyBackup() {
  const opening = useOpening(["file", "place"]);
  const form = useContractForm({ procedure: "archive.verify", initial: opening.initial, input: opening.input });
  const { action: verify } = form;

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
      <form {...form.element}>
        <Stack gap="md">
          <OpenBackupFields opening={opening} form={form} />
          <FormNotice form={form} />
          <Group justify="flex-end">
            <Button type="submit" disabled={!form.isReady}>
              Verify backup
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Report({ report }: { report: OutputOf<"archive.verify"> }) {
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
            <li key={name.key}>
              <IconCheck size={16} aria-hidden />
              <span>{say(name)}</span>
              <span className={classes.count}>{numberInWords(count)}</span>
            </li>
          ))}
        </ul>
        <BackupFacts report={report} />
      </Stack>
    </Notice>
  );
}
