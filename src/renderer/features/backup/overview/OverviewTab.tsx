import { Stack } from "@mantine/core";
import type { BackupHealth } from "#shared/contract/backup-plan.ts";
import { useProcedure } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { useMay } from "../../../app/may.ts";
import { RestoredSection } from "../restored/RestoredSection.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { BackupList } from "./BackupList.tsx";
import { ProblemsSection } from "./ProblemsSection.tsx";
import { ProofSection } from "./ProofSection.tsx";
import { SetupSteps } from "./SetupSteps.tsx";

/** Whether there is a tested backup, and the list of all backups. */
export function OverviewTab() {
  const { data: health, error, refetch } = useProcedure("backupPlan.health", {}, { onFocus: true });
  return (
    <Stack gap="lg">
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {health ? <Parts health={health} /> : !error && <Loading />}
    </Stack>
  );
}

function Parts({ health }: { health: BackupHealth }) {
  const mayRestore = useMay("archive.restore");
  return (
    <>
      {mayRestore && <RestoredSection />}
      {health.configured ? <ProofSection health={health} /> : <SetupSteps />}
      {health.problems.length > 0 && <ProblemsSection problems={health.problems} />}
      <BackupList />
    </>
  );
}
