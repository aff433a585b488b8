import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import type { FormEvent } from "react";
import type { BackupCodeSetId } from "#shared/model/ids.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { useAction } from "../../ipc/hooks.ts";
import { CodeList } from "../../ui/CodeList.tsx";
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
  const procedure = own ? "account.confirmBackupCodes" : "tokens.confirmBackupCodes";
  const codeSet = codes?.codeSet ?? null;
  const backupCodes = codes?.backupCodes ?? [];
  const form = useContractForm({
    procedure,
    initial: { kept: false },
    input: ({ kept }) => (kept && codeSet !== null ? { codeSet } : null),
    onAnswer: onDone,
  });
  const save = useAction(procedure);
  const { kept } = form.values;
  const confirm = (event: FormEvent) => {
    form.element.onSubmit(event);
    if (kept && codeSet === null) onDone();
  };
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
      <form {...form.element} onSubmit={confirm}>
        <Group justify="space-between" gap="md" mt="xs">
          <Checkbox label={acknowledgement} {...form.checkbox("kept")} data-autofocus />
          <Button type="submit" disabled={!kept} loading={form.busy}>
            {doneLabel}
          </Button>
        </Group>
      </form>
      <FormNotice form={form} />
      {form.error && (
        <Button variant="default" w="fit-content" onClick={onDone}>
          Continue without confirming
        </Button>
      )}
    </Stack>
  );
}
