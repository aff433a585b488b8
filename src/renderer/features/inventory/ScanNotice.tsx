import { Button, Group, Text } from "@mantine/core";
import { IconBarcodeOff } from "@tabler/icons-react";
import { ErrorNotice, type ShownError } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import type { ScanProblem } from "./use-scan.ts";

interface ScanNoticeProps {
  problem: ScanProblem | null;
  error: ShownError | null;
  onAdd: (serial: string) => void;
  onClose: () => void;
}

/** Why a scanned token cannot be assigned, and what to do. */
export function ScanNotice({ problem, error, onAdd, onClose }: ScanNoticeProps) {
  if (!problem) return <ErrorNotice error={error} />;
  return (
    <Notice tone="wait" role="alert" icon={<IconBarcodeOff size={20} />} title={problem.title} onClose={onClose}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{problem.advice}</Text>
        {problem.unknown && (
          <Button size="compact-sm" variant="default" onClick={() => onAdd(problem.serial)}>
            Add it
          </Button>
        )}
      </Group>
    </Notice>
  );
}
