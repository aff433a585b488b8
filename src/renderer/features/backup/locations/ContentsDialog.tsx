import { Button, Center, Group, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useEffect } from "react";
import type { StoredBackup } from "#shared/contract/backup-plan.ts";
import type { BackupDestination } from "#shared/model/backups.ts";
import { useConsole } from "../../../app/session.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { Modal } from "../../../ui/Modal.tsx";
import { bytesInWords } from "../../../ui/format.ts";
import { TimeText } from "../../../ui/TimeText.tsx";
import { type Column, VirtualTable } from "../../../ui/VirtualTable.tsx";
import { Waiting } from "../../../ui/Loading.tsx";

interface ContentsDialogProps {
  place: BackupDestination | null;
  onClose: () => void;
}

export function ContentsDialog({ place, onClose }: ContentsDialogProps) {
  return (
    <Modal opened={place !== null} onClose={onClose} title={place ? `Backups at ${place.name}` : ""} size="xl">
      {place && <Contents place={place} onClose={onClose} />}
    </Modal>
  );
}

function Contents({ place, onClose }: { place: BackupDestination; onClose: () => void }) {
  const { mutate, ...contents } = useAction("destinations.contents");
  const { setFlow } = useConsole();
  useEffect(() => mutate({ id: place.id }), [mutate, place.id]);
  const restore = ({ name }: StoredBackup) => setFlow({ restore: { destination: place.id, name } });
  const rows = contents.data?.rows;
  return (
    <Stack gap="md">
      {contents.isPending && (
        <Center py="xl">
          <Waiting label="Loading the list" />
        </Center>
      )}
      <ErrorNotice error={contents.error} onRetry={() => mutate({ id: place.id })} />
      {rows?.length === 0 && <Text role="status">There are no backups there.</Text>}
      {rows && rows.length > 0 && (
        <VirtualTable
          label={`Backups at ${place.name}`}
          columns={columns(restore)}
          rows={rows}
          keyOf={({ name }) => name}
          maxHeight={240}
        />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}

const columns = (onRestore: (row: StoredBackup) => void): readonly Column<StoredBackup>[] => [
  { key: "name", title: "Name", width: "minmax(0, 1fr)", hint: ({ name }) => name, cell: ({ name }) => name },
  { key: "changed", title: "Written", drops: 3, width: "150px", cell: ({ changedAt }) => <TimeText at={changedAt} /> },
  { key: "size", title: "Size", drops: 2, width: "80px", cell: ({ size }) => bytesInWords(size) },
  {
    key: "known",
    title: "Made by",
    width: "110px",
    cell: ({ known }) => (known ? "This console" : "Another one"),
  },
  {
    key: "restore",
    title: <VisuallyHidden>Actions</VisuallyHidden>,
    width: "90px",
    control: true,
    cell: (row) => (
      <Button size="compact-sm" variant="default" aria-label={`Restore ${row.name}`} onClick={() => onRestore(row)}>
        Restore…
      </Button>
    ),
  },
];
