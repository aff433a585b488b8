import { Button, Group, Stack, TextInput, Title } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import type { BackupPreview } from "#shared/contract/backup.ts";
import { ErrorNotice, fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { carryAll, CarryOverChoice, type CarryOverDecision, isDecided } from "./CarryOverChoice.tsx";
import { FaultsNotice } from "./FaultsNotice.tsx";
import { PreviewFacts } from "./PreviewFacts.tsx";
import { SinceFacts } from "./SinceFacts.tsx";

/** Typed to confirm that the store is replaced. */
const confirmationWord = "RESTORE";

interface RestoreReviewProps {
  preview: BackupPreview;
  replacing: boolean;
  error: ShownError | null;
  onRestore: (decision: CarryOverDecision) => void;
  onBack: () => void;
}

/** Compares the backup with what is here now, and asks for the last time. */
export function RestoreReview({ preview, replacing, error, onRestore, onBack }: RestoreReviewProps) {
  const [word, setWord] = useState("");
  const [decision, setDecision] = useState(carryAll);
  const { since } = preview;
  const typed = !replacing || word.trim().toUpperCase() === confirmationWord;
  const confirmed = typed && isDecided(decision);
  const run = () => onRestore(decision);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed) run();
      }}
    >
      <Stack gap="lg">
        <Title order={1} size="h3">
          What is in the backup
        </Title>
        <FaultsNotice faults={preview.faults} />
        <PreviewFacts preview={preview} replacing={replacing} />
        {since && <SinceFacts since={since} />}
        {since && since.counts.length > 0 && (
          <CarryOverChoice
            value={decision}
            error={fieldError(error, "declineCarryOver.reason")}
            onChange={setDecision}
          />
        )}
        {!since && <NothingKnown />}
        {replacing && (
          <TextInput
            label={`Type ${confirmationWord} to confirm`}
            description="This replaces everything with the backup."
            autoComplete="off"
            spellCheck={false}
            value={word}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
        )}
        <ErrorNotice error={error} onRetry={run} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Choose another
          </Button>
          <Button type="submit" {...(replacing ? { color: "red.9" } : {})} disabled={!confirmed}>
            {replacing ? "Replace the database" : "Restore"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function NothingKnown() {
  return (
    <Notice
      tone="wait"
      icon={<IconHistory size={18} />}
      title="What was revoked or used since the backup is not known here"
    >
      After the restore you get a list of what to review: backup codes, letters, revoked authenticators, administrators.
      Until it is done, every code check says that the console was restored.
    </Notice>
  );
}
