import { Button, Group, Stack, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import type { BackupPreview } from "#shared/contract/backup.ts";
import { ErrorNotice, type ShownError } from "../../ui/ErrorNotice.tsx";
import { PreviewFacts } from "./PreviewFacts.tsx";

/** What is typed to confirm that a store is replaced. */
const confirmationWord = "RESTORE";

interface RestoreReviewProps {
  preview: BackupPreview;
  replacing: boolean;
  error: ShownError | null;
  onRestore: () => void;
  onBack: () => void;
}

/** What is in the backup beside what is here now, and the last question. */
export function RestoreReview({ preview, replacing, error, onRestore, onBack }: RestoreReviewProps) {
  const [word, setWord] = useState("");
  const confirmed = !replacing || word.trim().toUpperCase() === confirmationWord;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed) onRestore();
      }}
    >
      <Stack gap="lg">
        <Title order={1} size="h3">
          What is in the backup
        </Title>
        <PreviewFacts preview={preview} replacing={replacing} />
        {replacing && (
          <TextInput
            label={`Type ${confirmationWord} to confirm`}
            description="This replaces the present store."
            autoComplete="off"
            spellCheck={false}
            value={word}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
        )}
        <ErrorNotice error={error} onRetry={onRestore} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Choose another
          </Button>
          <Button type="submit" {...(replacing ? { color: "red.9" } : {})} disabled={!confirmed}>
            {replacing ? "Replace the store" : "Restore"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
