import { Stack } from "@mantine/core";
import type { OutputOf } from "#shared/contract/index.ts";
import { bytesInWords, numberInWords } from "../../ui/format.ts";
import { TimeText } from "../../ui/TimeText.tsx";
import { FaultsNotice } from "./FaultsNotice.tsx";
import classes from "./BackupFacts.module.css";

/** What a backup contains. */
export function BackupFacts({ report }: { report: OutputOf<"archive.create"> }) {
  const { counts } = report;
  return (
    <Stack gap="md">
      <FaultsNotice faults={report.faults} />
      <dl className={classes.facts}>
        <dt>File</dt>
        <dd>{report.file}</dd>
        <dt>Size</dt>
        <dd>{bytesInWords(report.size)}</dd>
        <dt>Organisation</dt>
        <dd>{report.organisation}</dd>
        <dt>Taken</dt>
        <dd>
          <TimeText at={report.createdAt} />
        </dd>
        <dt>People</dt>
        <dd>{numberInWords(counts.users)}</dd>
        <dt>Authenticators</dt>
        <dd>{numberInWords(counts.tokens)}</dd>
        <dt>Backup codes</dt>
        <dd>{numberInWords(counts.backupCodes)}</dd>
        <dt>Administrators</dt>
        <dd>{numberInWords(counts.admins)}</dd>
        <dt>Audit events</dt>
        <dd>{numberInWords(counts.auditEvents)}</dd>
      </dl>
    </Stack>
  );
}
