import { Button, Group, Stack, Text } from "@mantine/core";
import { IconFolder } from "@tabler/icons-react";
import { useId } from "react";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import classes from "./FilePicker.module.css";
import type { ChosenFile } from "./use-files.ts";

/** The path is shown, not typed: only what was chosen in a dialog may be read or written. */
export function FilePicker({ buttonLabel, file }: { buttonLabel: string; file: ChosenFile }) {
  const id = useId();
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600} id={id}>
        File
      </Text>
      <Group gap="sm" wrap="nowrap">
        <div className={classes.path} role="group" aria-labelledby={id} data-chosen={file.path !== null}>
          {file.path ?? "No file chosen yet"}
        </div>
        <Button variant="default" leftSection={<IconFolder size={16} />} loading={file.busy} onClick={file.pick}>
          {buttonLabel}
        </Button>
      </Group>
      <ErrorNotice error={file.error} onRetry={file.pick} />
    </Stack>
  );
}
