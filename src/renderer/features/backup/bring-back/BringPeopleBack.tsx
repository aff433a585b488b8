import { Button, Group, Stack, Textarea } from "@mantine/core";
import { FormNotice } from "../../../form/FormNotice.tsx";
import { useContractForm } from "../../../form/use-contract-form.ts";
import { Consequences } from "../../../ui/Consequences.tsx";
import { Section } from "../../../ui/Section.tsx";
import { BackupProgress } from "../BackupProgress.tsx";
import { OpenBackupFields } from "../opening/OpenBackupFields.tsx";
import { useOpening } from "../opening/use-opening.ts";
import { BroughtBack } from "./BroughtBack.tsx";
import { usernamesOf } from "./usernames.ts";

/** Restores deleted people from a backup; everything else in the console stays as it is. */
export function BringPeopleBack() {
  const opening = useOpening(["file", "place"]);
  const form = useContractForm({
    procedure: "archive.restoreUsers",
    initial: { usernames: "", ...opening.initial },
    input: ({ usernames, ...key }) => {
      const opened = opening.input(key);
      return opened && { ...opened, usernames: usernamesOf(usernames) };
    },
    ready: ({ usernames }) => usernamesOf(usernames).length > 0,
    // Of the list, or of one name in it.
    fieldOf: (path) => path.replace(/^usernames\.\d+$/u, "usernames"),
    onDone: () => form.set({ usernames: "" }),
  });
  const { action: bring } = form;
  if (bring.isPending) {
    return (
      <Section title="Restoring people" description="Nothing changes until the backup is verified.">
        <BackupProgress title="Restoring people" action={bring} />
      </Section>
    );
  }
  return (
    <Section title="Restore people" description="Only from a backup of this console. Everything else stays as it is.">
      {bring.data && <BroughtBack rows={bring.data.rows} />}
      <form {...form.element}>
        <Stack gap="md">
          <Consequences of={consequences} />
          <Textarea
            label="Usernames"
            description="One on each line, or separated by commas"
            autosize
            minRows={3}
            maxRows={10}
            autoComplete="off"
            spellCheck={false}
            {...form.field("usernames")}
          />
          <OpenBackupFields opening={opening} form={form} />
          <FormNotice form={form} />
          <Group justify="flex-end">
            <Button type="submit" disabled={!form.isReady}>
              Restore people
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

const consequences = [
  "People who are already in the console are not changed, even if they differ in the backup.",
  "Time-based authenticators work again from their next code on. Counter-based ones are not restored: enrol those people again.",
  "Anything revoked or disabled after the backup was taken stays so. Backup codes work again unless one was used or they were replaced since.",
];
