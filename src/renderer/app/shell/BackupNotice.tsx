import { Button, Stack, Text } from "@mantine/core";
import { IconArchiveOff } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import { useProcedure } from "../../ipc/hooks.ts";
import { Notice } from "../../ui/Notice.tsx";
import { useNow } from "../../ui/use-now.ts";
import { backupWorries } from "../backup-words.ts";
import { useMay } from "../may.ts";
import { useSession } from "../session.ts";

/** Shown to owners and operators on every page except the one that says it in full. */
export function BackupNotice() {
  const { role } = useSession();
  const { pathname } = useLocation();
  const tells = (role === "owner" || role === "operator") && pathname !== "/backup";
  return tells ? <Worries /> : null;
}

function Worries() {
  const { data: health } = useProcedure("backupPlan.health", {}, { onFocus: true });
  const mayOpen = useMay("backupPlan.list");
  const now = useNow();
  const worries = health ? backupWorries(health, now) : [];
  if (worries.length === 0) return null;
  return (
    <Notice tone="wait" role="status" icon={<IconArchiveOff size={18} />} title="Backups need attention">
      <Stack gap={4} align="flex-start">
        <Text size="sm" className="breakable">
          {worries.join(" ")}
          {!mayOpen && " Tell an owner."}
        </Text>
        {mayOpen && (
          <Button component={Link} to="/backup" size="compact-sm" variant="default">
            Go to the backups
          </Button>
        )}
      </Stack>
    </Notice>
  );
}
