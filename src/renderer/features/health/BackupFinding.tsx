import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import type { HealthReport } from "#shared/contract/system.ts";
import { backupWorries, provenInWords } from "../../app/backup-words.ts";
import { useMay } from "../../app/may.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { localTime } from "../../ui/format.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useNow } from "../../ui/use-now.ts";
import { Finding } from "./Finding.tsx";
import type { FindingProps } from "./findings.ts";

type Found = HealthReport["backups"];

const restoreLine = "The console was restored from a backup, and not all tasks after the restore are done.";

/** Without automatic backups, those made by hand count. */
function byHand(found: Found): FindingProps {
  const lastAt = found?.lastAt ?? null;
  const setUp = "An owner can set up automatic backups on the Backup page.";
  if (lastAt === null) return { state: "bad", title: "There is no backup yet", lines: [setUp] };
  const last = `The last one was made by hand on ${localTime.format(lastAt)}.`;
  return found?.stale
    ? { state: "bad", title: "The last backup is too old", lines: [last, setUp] }
    : { state: "note", title: "Automatic backups are off", lines: [last, setUp] };
}

function backupFinding(health: OutputOf<"backupPlan.health">, found: Found, now: number): FindingProps {
  const worries = [...backupWorries(health, now), ...(found?.restoreOpen ? [restoreLine] : [])];
  if (worries.length > 0) return { state: "bad", title: "Backups need attention", lines: worries };
  if (!health.configured) return byHand(found);
  return {
    state: "good",
    title: provenInWords(health, now),
    lines: health.every === "off" ? ["No backup is scheduled."] : [],
  };
}

/** Whether there is a tested backup. */
export function BackupFinding({ found }: { found: Found }) {
  const { data: health, error, refetch } = useProcedure("backupPlan.health", {});
  const mayOpen = useMay("backupPlan.list");
  const now = useNow();
  if (!health) {
    return error ? (
      <li>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </li>
    ) : null;
  }
  return (
    <Finding {...backupFinding(health, found, now)}>
      {mayOpen && (
        <Anchor component={Link} to="/backup" size="sm">
          Go to the backups
        </Anchor>
      )}
    </Finding>
  );
}
