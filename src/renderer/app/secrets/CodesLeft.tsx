import { Progress, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { counted } from "../../ui/format.ts";
import { Notice } from "../../ui/Notice.tsx";
import { TimeText } from "../../ui/TimeText.tsx";

interface CodesLeftProps {
  status: { remaining: number; total: number; createdAt: number; handedOverAt: number | null; low: boolean };
}

/** What making new backup codes does. */
export const renewalConsequences: readonly string[] = [
  "The remaining codes stop working, including those on paper.",
  "The new codes are shown only once.",
];

/** How many backup codes are left. */
export function CodesLeft({ status: { remaining, total, createdAt, handedOverAt, low } }: CodesLeftProps) {
  return (
    <Stack gap="sm">
      <Stack gap={6}>
        <Text>{`${remaining} of ${counted(total, "code", "codes")} left`}</Text>
        <Progress.Root size="sm">
          <Progress.Section
            value={(remaining / Math.max(1, total)) * 100}
            color={low ? "red.7" : "ink"}
            aria-label="Backup codes left"
          />
        </Progress.Root>
        <Text size="sm" c="dimmed">
          Made <TimeText at={createdAt} />
        </Text>
      </Stack>
      {handedOverAt === null && (
        <Notice tone="wait" icon={<IconAlertTriangle size={18} />} title="Nobody has confirmed these codes">
          They may never have been seen or written down. If in doubt, make new ones.
        </Notice>
      )}
      {low && (
        <Notice tone="wait" icon={<IconAlertTriangle size={18} />} title="Few codes left">
          Make new ones before the last one is used.
        </Notice>
      )}
    </Stack>
  );
}
