import { Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { useConsole } from "../../app/session.ts";
import { expectSignOut } from "../../app/status-updates.ts";
import { useAction } from "../../ipc/hooks.ts";
import { BackupProgress } from "./BackupProgress.tsx";
import { Restored } from "./Restored.tsx";
import { RestoreForm } from "./RestoreForm.tsx";

/** A restore, from the first screen, from a damaged store or from the console. */
export function RestoreScreen() {
  const { setFlow } = useConsole();
  const [report, setReport] = useState<OutputOf<"backup.restore"> | null>(null);
  const restore = useAction("backup.restore", setReport);
  const leave = () => {
    expectSignOut(false);
    setFlow(null);
  };
  const goToSignIn = () => {
    // The place where the window was may not be in the restored console.
    window.location.hash = "#/people";
    leave();
  };
  const run = (file: string, passphrase: string) => {
    expectSignOut(true);
    restore.mutate({ file, passphrase });
  };

  return (
    <BareFrame width={640}>
      <Card>
        {report ? (
          <Restored report={report} onDone={goToSignIn} />
        ) : restore.isPending ? (
          <>
            <Stack gap={4}>
              <Title order={1} size="h3">
                Restoring
              </Title>
              <Text c="dimmed">Until the backup is verified, the present store stays as it is.</Text>
            </Stack>
            <BackupProgress title="Restoring the backup" action={restore} />
          </>
        ) : (
          <RestoreForm error={restore.error} onRestore={run} onBack={leave} />
        )}
      </Card>
    </BareFrame>
  );
}
