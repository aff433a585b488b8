import { Button, Group, Stack, Title } from "@mantine/core";
import { FormNotice } from "../../form/FormNotice.tsx";
import type { ContractForm } from "../../form/use-contract-form.ts";
import { OpenBackupFields } from "./opening/OpenBackupFields.tsx";
import type { KeyDraft, Opening } from "./opening/use-opening.ts";
import { RestoreConsequences } from "./RestoreConsequences.tsx";

interface RestoreFormProps {
  opening: Opening;
  form: ContractForm<"archive.preview", KeyDraft>;
  replacing: boolean;
  onBack: () => void;
}

/** Which backup, and what opens it. It is checked before anything is replaced. */
export function RestoreForm({ opening, form, replacing, onBack }: RestoreFormProps) {
  return (
    <form {...form.element}>
      <Stack gap="lg">
        <Title order={1} size="h3">
          Restore from a backup
        </Title>
        <RestoreConsequences replacing={replacing} />
        <OpenBackupFields opening={opening} form={form} />
        <FormNotice form={form} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button type="submit" disabled={!form.isReady}>
            Check the backup
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
