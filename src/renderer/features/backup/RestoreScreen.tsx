import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { useConsole } from "../../app/session.ts";
import { expectSignOut } from "../../app/status-updates.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { ProgressPanel } from "../../ui/ProgressPanel.tsx";
import { FilePicker } from "./FilePicker.tsx";
import { phaseLabel, unitOf } from "./phases.ts";
import { RestoreConsequences } from "./RestoreConsequences.tsx";
import { Restored } from "./Restored.tsx";
import { useFileToOpen } from "./use-files.ts";

/** What is typed to confirm that a store is replaced. */
const confirmationWord = "RESTORE";

/** A restore, from the first screen, from a damaged store or from the console. */
export function RestoreScreen() {
  const { setFlow } = useConsole();
  const [report, setReport] = useState<OutputOf<"backup.restore"> | null>(null);
  const restore = useAction("backup.restore", setReport);
  const leave = () => {
    expectSignOut(false);
    setFlow(null);
  };
  const run = (file: string, passphrase: string) => {
    expectSignOut(true);
    restore.mutate({ file, passphrase });
  };

  return (
    <BareFrame width={640}>
      <Card>
        {report ? (
          <Restored report={report} onDone={leave} />
        ) : restore.isPending ? (
          <Restoring>
            <ProgressPanel
              title="Restoring the backup"
              progress={restore.progress}
              phaseLabel={phaseLabel}
              unitOf={unitOf}
              onCancel={restore.cancel}
            />
          </Restoring>
        ) : (
          <RestoreForm
            onRestore={run}
            onBack={leave}
            problem={(retry) => <ErrorNotice error={restore.error} onRetry={retry} />}
          />
        )}
      </Card>
    </BareFrame>
  );
}

function Restoring({ children }: { children: ReactNode }) {
  return (
    <>
      <Stack gap={4}>
        <Title order={1} size="h3">
          Restoring
        </Title>
        <Text c="dimmed">Until it is verified, the present store stays as it is.</Text>
      </Stack>
      {children}
    </>
  );
}

interface RestoreFormProps {
  onRestore: (file: string, passphrase: string) => void;
  onBack: () => void;
  problem: (retry: () => void) => ReactNode;
}

function RestoreForm({ onRestore, onBack, problem }: RestoreFormProps) {
  const { status } = useConsole();
  const replacing = status.phase !== "empty";
  const { file, ...picker } = useFileToOpen();
  const [passphrase, setPassphrase] = useState("");
  const [word, setWord] = useState("");
  const confirmed = !replacing || word.trim().toUpperCase() === confirmationWord;
  const submit = () => file !== null && onRestore(file, passphrase);
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
        <FilePicker
          label="File"
          buttonLabel="Choose a backup"
          none="No file chosen yet"
          file={file}
          {...picker}
          onPick={picker.pick}
        />
        <PasswordInput
          label="Passphrase"
          autoComplete="off"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
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
        {problem(submit)}
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button
            type="submit"
            {...(replacing ? { color: "red.9" } : {})}
            disabled={file === null || passphrase === "" || !confirmed}
          >
            {replacing ? "Replace the store" : "Restore"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
