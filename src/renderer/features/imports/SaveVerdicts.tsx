import { Button, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import type { ImportReport } from "#shared/contract/exchange.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { dateStamp, fileNamePart, nameOfFile } from "../../ui/format.ts";
import { type Draft, inputOf } from "./draft.ts";
import { TableProgress } from "../../app/TableProgress.tsx";

interface SaveVerdictsProps {
  draft: Draft;
  /** The dry run that wrote the table; it may find more than the one before. */
  onReport: (report: ImportReport) => void;
}

/** Exports every row's result as a table. This takes another dry run, which has all of them. */
export function SaveVerdicts({ draft, onReport }: SaveVerdictsProps) {
  const [file, setFile] = useState<string | null>(null);
  const choose = useAction("files.chooseToSave");
  const write = useAction("imports.dryRun");
  const save = (report: string) =>
    write.mutate(
      { ...inputOf(draft), report },
      {
        onSuccess: (found) => {
          setFile(report);
          onReport(found);
        },
      },
    );
  const start = () => {
    setFile(null);
    write.reset();
    const suggestedName = `results-${fileNamePart(nameOfFile(draft.file))}-${dateStamp(new Date())}.csv`;
    choose.mutate(
      { purpose: "table", suggestedName },
      { onSuccess: (chosen) => chosen.file !== null && save(chosen.file) },
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
      <ErrorNotice error={choose.error ?? write.error} onRetry={start} />
      <Modal
        opened={write.isPending}
        onClose={write.cancel}
        title="Exporting the results"
        closeOnClickOutside={false}
        withCloseButton={false}
      >
        <TableProgress title="Exporting the results" action={write} />
      </Modal>
    </Stack>
  );
}
