import { Anchor } from "@mantine/core";
import { Link } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { backupWorries, provenInWords } from "../../app/backup-words.ts";
import { useMay } from "../../app/session.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useNow } from "../../ui/use-now.ts";
import { Finding } from "./Finding.tsx";
import type { FindingProps } from "./findings.ts";

function backupFinding(health: OutputOf<"backups.health">, now: number): FindingProps {
  const worries = backupWorries(health, now);
  if (worries.length > 0) return { state: "bad", title: "Backups need attention", lines: worries };
  if (!health.configured) {
    return {
      state: "note",
      title: "The console makes no backups by itself",
      lines: ["An owner can set that up on the page Backup."],
    };
  }
  return {
    state: "good",
    title: provenInWords(health, now),
    lines: health.every === "off" ? ["Nothing is scheduled: backups are made when somebody asks for one."] : [],
  };
}

/** Whether there is a backup that is known to restore. */
export function BackupFinding() {
  const { data: health, error, refetch } = useProcedure("backups.health", {});
  const mayOpen = useMay("backups.list");
  const now = useNow();
  if (!health) {
    return error ? (
      <li>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </li>
    ) : null;
  }
  return (
    <Finding {...backupFinding(health, now)}>
      {mayOpen && (
        <Anchor component={Link} to="/backup" size="sm">
          Go to the backups
        </Anchor>
      )}
    </Finding>
  );
}
