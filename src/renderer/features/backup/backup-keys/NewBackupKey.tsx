import { Button, Checkbox, Group, Stack } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { AskBeforeLeaving } from "../../../app/AskBeforeLeaving.tsx";
import { SheetActions } from "../../../app/secrets/SheetActions.tsx";
import { useStatus } from "../../../app/session.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { SecretText } from "../../../ui/SecretText.tsx";
import { SaveBackupKey } from "./SaveBackupKey.tsx";

interface NewBackupKeyProps {
  made: OutputOf<"recipients.make">;
  onDone: () => void;
}

/** A new backup key, shown until somebody has kept it. */
export function NewBackupKey({ made: { identity, recipient }, onDone }: NewBackupKeyProps) {
  const { organisation } = useStatus();
  const [kept, setKept] = useState(false);
  return (
    <Stack gap="md">
      <SecretText label="Backup key" secret={identity} verbatim />
      <SheetActions
        sheet={{
          kind: "recovery-identity",
          subject: recipient.name,
          organisation: organisation ?? "",
          secrets: [identity],
        }}
      />
      <SaveBackupKey identity={identity} name={recipient.name} />
      <Notice tone="info" icon={<IconKey size={18} />} title="Keep it away from this computer">
        It is shown now and never again. If all backup keys are lost, nobody can open the backups.
      </Notice>
      <Group justify="space-between" gap="md">
        <Checkbox
          label="I have printed or saved it"
          checked={kept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Button disabled={!kept} onClick={onDone}>
          Close
        </Button>
      </Group>
      <AskBeforeLeaving
        when
        title="Leave without keeping it?"
        consequences={["This key is never shown again. If nobody has kept it, remove it and create another one."]}
        confirmLabel="Leave"
      />
    </Stack>
  );
}
