import { Button, Group, Stack, Text } from "@mantine/core";
import { IconFolder } from "@tabler/icons-react";
import { useId } from "react";
import type { ShownError } from "../../ui/ErrorNotice.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import classes from "./FilePicker.module.css";

interface FilePickerProps {
  label: string;
  buttonLabel: string;
  file: string | null;
  /** Shown in place of a file. */
  none: string;
  busy: boolean;
  error: ShownError | null;
  onPick: () => void;
}

/** A file that is chosen in the system's dialog; its path is shown, not typed. */
export function FilePicker(props: FilePickerProps) {
  const { label, buttonLabel, file, none, busy, error, onPick } = props;
  const id = useId();
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500} id={id}>
        {label}
      </Text>
      <Group gap="sm" wrap="nowrap">
        <div className={classes.path} role="group" aria-labelledby={id} data-chosen={file !== null}>
          {file ?? none}
        </div>
        <Button variant="default" leftSection={<IconFolder size={16} />} loading={busy} onClick={onPick}>
          {buttonLabel}
        </Button>
      </Group>
      <ErrorNotice error={error} onRetry={onPick} />
    </Stack>
  );
}
