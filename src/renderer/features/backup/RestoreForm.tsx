import { Button, Group, Stack, Title } from "@mantine/core";
import { ErrorNotice, type ShownError } from "../../ui/ErrorNotice.tsx";
import { OpenBackupFields } from "./opening/OpenBackupFields.tsx";
import { openingFields } from "./opening/OpeningKeyFields.tsx";
import type { OpenedBackup } from "./opening/use-opened-backup.ts";
import { RestoreConsequences } from "./RestoreConsequences.tsx";

interface RestoreFormProps {
  opened: OpenedBackup;
  replacing: boolean;
  error: ShownError | null;
  onLook: () => void;
  onBack: () => void;
}

/** Which backup, and what opens it. It is checked before anything is replaced. */
export function RestoreForm({ opened, replacing, error, onLook, onBack }: RestoreFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onLook();
      }}
    >
      <Stack gap="lg">
        <Title order={1} size="h3">
          Restore from a backup
        </Title>
        <RestoreConsequences replacing={replacing} />
        <OpenBackupFields opened={opened} error={error} />
        <ErrorNotice error={error} onRetry={onLook} marked={openingFields} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button type="submit" disabled={opened.input === null}>
            Check the backup
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
