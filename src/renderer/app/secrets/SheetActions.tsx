import { Button, Group, Stack, Text } from "@mantine/core";
import { IconCopy, IconFileTypePdf, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { dateStamp, fileNamePart } from "../../ui/format.ts";
import { CopyButton } from "./CopyButton.tsx";
import { Exposed } from "./Exposed.tsx";
import { PrintSheet } from "./PrintSheet.tsx";
import type { Sheet } from "./sheet.ts";

const suggestedName = (sheet: Sheet): string =>
  `${sheet.kind}-${fileNamePart(sheet.subject)}-${dateStamp(new Date())}.pdf`;

/** Copy, print and save what must be kept on paper. */
export function SheetActions({ sheet, onSaved }: { sheet: Sheet; onSaved?: () => void }) {
  const choose = useAction("files.chooseToSave");
  const save = useAction("files.saveSheet");
  const [saved, setSaved] = useState<{ file: string; exposed: boolean } | null>(null);

  const saveAsPdf = () => {
    setSaved(null);
    choose.mutate(
      { purpose: "sheet", suggestedName: suggestedName(sheet) },
      {
        onSuccess: ({ file }) => {
          if (file === null) return;
          save.mutate(
            { file, sheet },
            {
              onSuccess: (result) => {
                setSaved(result);
                onSaved?.();
              },
            },
          );
        },
      },
    );
  };

  return (
    <Stack gap="xs">
      <Group gap="sm">
        <CopyButton text={sheet.secrets.join("\n")} label="Copy" icon={<IconCopy size={16} />} />
        <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
          Print
        </Button>
        <Button
          variant="default"
          leftSection={<IconFileTypePdf size={16} />}
          loading={choose.isPending || save.isPending}
          onClick={saveAsPdf}
        >
          Save as PDF
        </Button>
      </Group>
      {saved && (
        <Text size="sm" role="status" className="breakable">
          Saved as {saved.file}
        </Text>
      )}
      {saved?.exposed && <Exposed />}
      <ErrorNotice error={choose.error ?? save.error} onRetry={saveAsPdf} />
      <PrintSheet sheet={sheet} />
    </Stack>
  );
}
