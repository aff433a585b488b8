import { Button, Group, List, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice, type ShownError } from "../../../ui/ErrorNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import { BackupProgress } from "../BackupProgress.tsx";
import { OpenBackupFields } from "../opening/OpenBackupFields.tsx";
import { openingFields } from "../opening/OpeningKeyFields.tsx";
import { useOpenedBackup } from "../opening/use-opened-backup.ts";
import { BroughtBack } from "./BroughtBack.tsx";
import { usernamesOf } from "./usernames.ts";

/** Restores deleted people from a backup; everything else in the console stays as it is. */
export function BringPeopleBack() {
  const [typed, setTyped] = useState("");
  const opened = useOpenedBackup(["file", "place"]);
  const bring = useAction("backup.restoreUsers");
  const usernames = usernamesOf(typed);
  const submit = () => {
    if (opened.input !== null) bring.mutate({ ...opened.input, usernames }, { onSuccess: () => setTyped("") });
  };
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
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Consequences />
          <Textarea
            label="Usernames"
            description="One on each line, or separated by commas"
            autosize
            minRows={3}
            maxRows={10}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            error={usernamesError(bring.error)}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <OpenBackupFields opened={opened} error={bring.error} />
          <ErrorNotice error={bring.error} onRetry={submit} marked={[...openingFields, ...marked(bring.error)]} />
          <Group justify="flex-end">
            <Button type="submit" disabled={opened.input === null || usernames.length === 0}>
              Restore people
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Consequences() {
  return (
    <List spacing={6}>
      <List.Item>People who are already in the console are not changed, even if they differ in the backup.</List.Item>
      <List.Item>
        Time-based authenticators work again from their next code on. Counter-based ones are not restored: enrol those
        people again.
      </List.Item>
      <List.Item>
        Anything revoked or disabled after the backup was taken stays so. Backup codes work again unless one was used or
        they were replaced since.
      </List.Item>
    </List>
  );
}

/** Of the list, or of one name in it: `usernames`, `usernames.3`. */
const marked = (error: ShownError | null): string[] =>
  Object.keys(error?.fields ?? {}).filter((field) => field.split(".")[0] === "usernames");

function usernamesError(error: ShownError | null): string | undefined {
  const [field] = marked(error);
  return field === undefined ? undefined : error?.fields?.[field];
}
