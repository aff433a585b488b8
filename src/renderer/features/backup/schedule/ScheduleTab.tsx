import { Stack } from "@mantine/core";
import { useMay } from "../../../app/may.ts";
import { useProcedure } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { Loading } from "../../../ui/Loading.tsx";
import { PlanForm } from "./PlanForm.tsx";
import { PruneSection } from "./PruneSection.tsx";

/** When backups are made, and how long they are kept. */
export function ScheduleTab() {
  const { data: plan, error, refetch } = useProcedure("backupPlan.get", {});
  const mayPrune = useMay("backupPlan.prune");
  return (
    <Stack gap="lg">
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {plan ? <PlanForm key={JSON.stringify(plan)} plan={plan} /> : !error && <Loading />}
      {mayPrune && <PruneSection />}
    </Stack>
  );
}
