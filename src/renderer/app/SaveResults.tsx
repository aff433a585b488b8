import { Button, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useAction } from "../ipc/hooks.ts";
import { ErrorNotice, type ShownError } from "../ui/ErrorNotice.tsx";
import { dateStamp, fileNamePart, nameOfFile } from "../ui/format.ts";
import { Modal } from "../ui/Modal.tsx";
import type { ShownProgress } from "../ui/ProgressPanel.tsx";
import { TableProgress } from "./TableProgress.tsx";

interface SaveResultsProps {
  /** The file whose rows were checked. */
  of: string;
  /** The check that writes the table. */
  check: {
    isPending: boolean;
    error: ShownError | null;
    progress: ShownProgress | null;
    cancel: () => void;
    reset: () => void;
  };
  /** Checks once more, and writes the table. */
  onSave: (report: string, onSaved: () => void) => void;
}

/** Exports every row's result as a table. This takes another dry run, which has all of them. */
export function SaveResults({ of, check, onSave }: SaveResultsProps) {
  const [file, setFile] = useState<string | null>(null);
  const choose = useAction("files.chooseToSave");
  const start = () => {
    setFile(null);
    check.reset();
    const suggestedName = `results-${fileNamePart(nameOfFile(of))}-${dateStamp(new Date())}.csv`;
    choose.mutate(
      { purpose: "table", suggestedName },
      {
        onSuccess: ({ file: chosen }) => {
          if (chosen !== null) onSave(chosen, () => setFile(chosen));
        },
      },
    );
  };
  return (
    <Stack gap={4} align="flex-end" maw={420}>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconDownload size={16} />}
        loading={choose.isPending}
        onClick={start}
      >
        Export results…
      </Button>
      {file !== null && (
        <Text size="sm" role="status" className="breakable" ta="right">
          Saved: {file}
        </Text>
      )}
      <ErrorNotice error={choose.error ?? check.error} onRetry={start} />
      <Modal
        opened={check.isPending}
        onClose={check.cancel}
        title="Exporting the results"
        closeOnClickOutside={false}
        withCloseButton={false}
      >
        <TableProgress title="Exporting the results" action={check} />
      </Modal>
    </Stack>
  );
}
