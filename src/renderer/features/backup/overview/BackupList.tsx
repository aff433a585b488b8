import { Button, Group, Text } from "@mantine/core";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { BackupRow } from "./BackupRow.tsx";
import classes from "./Overview.module.css";
import { useBackupList } from "./use-backup-list.ts";

/** Every backup that the console has sent to its locations, newest first. */
export function BackupList() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useBackupList();
  const rows = data?.pages.flatMap((page) => page.rows);
  return (
    <Section title="Backups" description="Newest first. Backup files saved by hand are not listed.">
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {rows?.length === 0 && <Text c="dimmed">No backups yet.</Text>}
      {rows && rows.length > 0 && (
        <ul className={classes.backups} aria-label="Backups">
          {rows.map((backup) => (
            <BackupRow key={backup.id} backup={backup} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </Group>
      )}
    </Section>
  );
}
