import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { CodeList } from "../../ui/CodeList.tsx";
import { useStatus } from "../session.ts";
import { SheetActions } from "./SheetActions.tsx";

interface BackupCodesPanelProps {
  codes: readonly string[];
  /** Whose codes they are. */
  subject: string;
  acknowledgement: string;
  doneLabel: string;
  onDone: () => void;
}

/** Backup codes, shown only once; the person confirms that they are kept before continuing. */
export function BackupCodesPanel(props: BackupCodesPanelProps) {
  const { codes, subject, acknowledgement, doneLabel, onDone } = props;
  const { organisation } = useStatus();
  const [kept, setKept] = useState(false);
  return (
    <Stack gap="md">
      <Text>
        Each code works once in place of a code from the app, if the phone is lost or out of battery. They are not shown
        again.
      </Text>
      <CodeList codes={codes} label="Backup codes" />
      <SheetActions
        sheet={{
          kind: "backup-codes",
          subject,
          organisation: organisation ?? "",
          secrets: [...codes],
        }}
      />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (kept) onDone();
        }}
      >
        <Group justify="space-between" gap="md" mt="xs">
          <Checkbox
            label={acknowledgement}
            checked={kept}
            onChange={(event) => setKept(event.currentTarget.checked)}
            data-autofocus
          />
          <Button type="submit" disabled={!kept}>
            {doneLabel}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}
