import { Button, Group, Radio, Stack } from "@mantine/core";
import { IconFolder } from "@tabler/icons-react";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import type { Destination } from "./destination.ts";
import classes from "./DestinationFields.module.css";

export function DestinationFields({ destination }: { destination: Destination }) {
  const { kind, setKind, path, pick, busy, error } = destination;
  const single = kind === "file";
  return (
    <Stack gap="sm">
      <Radio.Group label="Save as" value={kind} onChange={(next) => setKind(next === "folder" ? "folder" : "file")}>
        <Group gap="xl" mt={6}>
          <Radio value="file" label="One PDF with all letters, for printing" />
          <Radio value="folder" label="One PDF each, in a folder" />
        </Group>
      </Radio.Group>
      <Group gap="sm">
        <div className={classes.path} role="group" aria-label={single ? "File" : "Folder"} data-chosen={path !== null}>
          {path ?? (single ? "No file chosen yet" : "No folder chosen yet")}
        </div>
        <Button variant="default" leftSection={<IconFolder size={16} />} loading={busy} onClick={pick}>
          {single ? "Choose where to save" : "Choose a folder"}
        </Button>
      </Group>
      <ErrorNotice error={error} onRetry={pick} />
    </Stack>
  );
}
