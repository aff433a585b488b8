import { Button, Group, Stack, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useConsole } from "../../app/session.ts";
import { ErrorNotice, type ShownError } from "../../ui/ErrorNotice.tsx";
import { OpenBackupFields } from "./OpenBackupFields.tsx";
import { RestoreConsequences } from "./RestoreConsequences.tsx";
import { useFileToOpen } from "./use-files.ts";

/** What is typed to confirm that a store is replaced. */
const confirmationWord = "RESTORE";

interface RestoreFormProps {
  error: ShownError | null;
  onRestore: (file: string, passphrase: string) => void;
  onBack: () => void;
}

export function RestoreForm({ error, onRestore, onBack }: RestoreFormProps) {
  const replacing = useConsole().status.phase !== "empty";
  const file = useFileToOpen();
  const [passphrase, setPassphrase] = useState("");
  const [word, setWord] = useState("");
  const confirmed = !replacing || word.trim().toUpperCase() === confirmationWord;
  const submit = () => {
    if (file.path !== null) onRestore(file.path, passphrase);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="lg">
        <Title order={1} size="h3">
          Restore from a backup
        </Title>
        <RestoreConsequences replacing={replacing} />
        <OpenBackupFields file={file} passphrase={passphrase} onPassphrase={setPassphrase} />
        {replacing && <Confirmation word={word} onChange={setWord} />}
        <ErrorNotice error={error} onRetry={submit} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button
            type="submit"
            {...(replacing ? { color: "red.9" } : {})}
            disabled={file.path === null || passphrase === "" || !confirmed}
          >
            {replacing ? "Replace the store" : "Restore"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Confirmation({ word, onChange }: { word: string; onChange: (word: string) => void }) {
  return (
    <TextInput
      label={`Type ${confirmationWord} to confirm`}
      description="This replaces the present store."
      autoComplete="off"
      spellCheck={false}
      value={word}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
