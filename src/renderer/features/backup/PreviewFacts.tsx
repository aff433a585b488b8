import { Stack, Table } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { BackupCounts, BackupPreview } from "#shared/contract/archive.ts";
import { bytesInWords, numberInWords } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import classes from "./BackupFacts.module.css";

const things: readonly (readonly [keyof BackupCounts, string])[] = [
  ["users", "People"],
  ["tokens", "Authenticators"],
  ["backupCodes", "Backup codes"],
  ["admins", "Administrators"],
  ["auditEvents", "Audit events"],
];

/** Whether the backup is of this console, when it was taken, and its counts beside the present ones. */
export function PreviewFacts({ preview, replacing }: { preview: BackupPreview; replacing: boolean }) {
  return (
    <Stack gap="md">
      <WhoseStore preview={preview} replacing={replacing} />
      <dl className={classes.facts}>
        <dt>Organisation</dt>
        <dd>{preview.organisation}</dd>
        <dt>Taken</dt>
        <dd>
          <TimeText at={preview.createdAt} />
        </dd>
        <dt>Size</dt>
        <dd>{bytesInWords(preview.size)}</dd>
      </dl>
      <Counts counts={preview.counts} now={preview.now} />
    </Stack>
  );
}

function WhoseStore({
  preview: { sameStore, organisation },
  replacing,
}: {
  preview: BackupPreview;
  replacing: boolean;
}) {
  if (sameStore === null) {
    return (
      <Notice tone="good" icon={<IconCircleCheck size={18} />} title="The backup is intact and can be restored">
        {replacing
          ? "The present database cannot be read, so nothing can be compared."
          : "There is no console here that it would replace."}
      </Notice>
    );
  }
  return sameStore ? (
    <Notice tone="good" icon={<IconCircleCheck size={18} />} title="An intact backup of this console">
      Changes made since then are not in it.
    </Notice>
  ) : (
    <Notice tone="wait" icon={<IconAlertTriangle size={18} />} title="This is a backup of another console">
      It belongs to {organisation}. Restoring it replaces the console that is here now.
    </Notice>
  );
}

function differenceInWords(backup: number, now: number): string {
  if (backup === now) return "The same";
  const amount = numberInWords(Math.abs(backup - now));
  return backup > now ? `${amount} more` : `${amount} fewer`;
}

function Counts({ counts, now }: { counts: BackupCounts; now: BackupCounts | null }) {
  return (
    <Table aria-label="What the backup contains" className="numbers">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">What</Table.Th>
          <Table.Th scope="col">In the backup</Table.Th>
          {now && <Table.Th scope="col">Here now</Table.Th>}
          {now && <Table.Th scope="col">After the restore</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {things.map(([key, name]) => (
          <Table.Tr key={key}>
            <Table.Th scope="row" fw={400}>
              {name}
            </Table.Th>
            <Table.Td>{numberInWords(counts[key])}</Table.Td>
            {now && <Table.Td>{numberInWords(now[key])}</Table.Td>}
            {now && <Table.Td>{differenceInWords(counts[key], now[key])}</Table.Td>}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
