import { Button, Group, Text } from "@mantine/core";
import { IconKeyOff } from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import { useProcedure } from "../../ipc/hooks.ts";
import { Notice } from "../../ui/Notice.tsx";
import { untestedInWords, untestedRecovery } from "../recovery-key.ts";
import { useMay } from "../may.ts";

/** To those who can test the recovery key, until somebody has; on every page but the one where it is tested. */
export function RecoveryKeyNotice() {
  const { pathname } = useLocation();
  const { data } = useProcedure("vault.status", {}, { enabled: useMay("vault.status"), onFocus: true });
  const untested = data && untestedRecovery(data.slots);
  if (!untested || pathname === "/keys") return null;
  return (
    <Notice tone="wait" icon={<IconKeyOff size={18} />} title={untestedInWords(untested)}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">Make sure that what you have on paper opens the console.</Text>
        <Button component={Link} to="/keys" size="compact-sm" variant="default">
          Test it now
        </Button>
      </Group>
    </Notice>
  );
}
