import { Button, Group, Input, Stack, Text } from "@mantine/core";
import { IconFolder } from "@tabler/icons-react";
import { useId } from "react";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import classes from "./FilePicker.module.css";
import type { ChosenFile } from "./use-files.ts";

interface FilePickerProps {
  label?: string;
  /** Shown until something is chosen. */
  none?: string;
  buttonLabel: string;
  file: ChosenFile;
  /** What is wrong with the choice. */
  fault?: string | undefined;
}

/** The path is shown, not typed: only what was chosen in a dialog may be read or written. */
export function FilePicker(props: FilePickerProps) {
  const { label = "File", none = "No file chosen yet", buttonLabel, file, fault } = props;
  const id = useId();
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600} id={id}>
        {label}
      </Text>
      <Group gap="sm">
        <div className={classes.path} role="group" aria-labelledby={id} data-chosen={file.path !== null}>
          {file.path ?? none}
        </div>
        <Button variant="default" leftSection={<IconFolder size={16} />} loading={file.busy} onClick={file.pick}>
          {buttonLabel}
        </Button>
      </Group>
      {fault !== undefined && <Input.Error>{fault}</Input.Error>}
      <ErrorNotice error={file.error} onRetry={file.pick} />
    </Stack>
  );
}
