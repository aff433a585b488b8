import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { BackupCodeSetId } from "#shared/model/ids.ts";
import { useAction } from "../../ipc/hooks.ts";
import { CodeList } from "../../ui/CodeList.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useStatus } from "../session.ts";
import { SheetActions } from "./SheetActions.tsx";

/** Backup codes that the console has just made. */
export interface ShownCodes {
  readonly backupCodes: readonly string[];
  /** What is confirmed once their holder has them. */
  readonly codeSet: BackupCodeSetId | null;
}

interface BackupCodesPanelProps {
  codes: ShownCodes | null;
  /** Whose codes they are. */
  subject: string;
  /** They are those of the administrator who is signed in. */
  own?: boolean;
  acknowledgement: string;
  doneLabel: string;
  onDone: () => void;
}

/**
 * Backup codes, shown only once; the person confirms that they are kept before continuing. The console remembers that, or
 * that a sheet of them was saved.
 */
export function BackupCodesPanel(props: BackupCodesPanelProps) {
  const { codes, subject, own = false, acknowledgement, doneLabel, onDone } = props;
  const { organisation } = useStatus();
  const [kept, setKept] = useState(false);
  const procedure = own ? "account.confirmBackupCodes" : "tokens.confirmBackupCodes";
  const confirm = useAction(procedure, onDone);
  const save = useAction(procedure);
  const codeSet = codes?.codeSet ?? null;
  const backupCodes = codes?.backupCodes ?? [];
  return (
    <Stack gap="md">
      <Text>
        Each code works once in place of a code from the app, if the phone is lost or out of battery. They are not shown
        again.
      </Text>
      <CodeList codes={backupCodes} label="Backup codes" />
      <SheetActions
        sheet={{
          kind: "backup-codes",
          subject,
          organisation: organisation ?? "",
          secrets: [...backupCodes],
        }}
        onSaved={() => codeSet !== null && save.mutate({ codeSet })}
      />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!kept) return;
          if (codeSet === null) onDone();
          else confirm.mutate({ codeSet });
        }}
      >
        <Group justify="space-between" gap="md" mt="xs">
          <Checkbox
            label={acknowledgement}
            checked={kept}
            onChange={(event) => setKept(event.currentTarget.checked)}
            data-autofocus
          />
          <Button type="submit" disabled={!kept} loading={confirm.isPending}>
            {doneLabel}
          </Button>
        </Group>
      </form>
      <ErrorNotice error={confirm.error} />
      {confirm.error && (
        <Button variant="default" w="fit-content" onClick={onDone}>
          Continue without confirming
        </Button>
      )}
    </Stack>
  );
}
