import { Button, Group, Text } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { useProcedure } from "../../ipc/hooks.ts";
import { Notice } from "../../ui/Notice.tsx";
import { countInWords } from "./words.ts";

/** Letters whose time ran out are people without an authenticator. */
export function NeverUsed({ onShow }: { onShow: () => void }) {
  const { data } = useProcedure("letters.list", { state: "expired", limit: 1 });
  const total = data?.total;
  if (!total || total.count === 0) return null;
  const many = total.count !== 1 || !total.exact;
  return (
    <Notice
      tone="wait"
      icon={<IconMailOff size={20} />}
      title={`${countInWords(total, "letter was", "letters were")} never used`}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {many ? "They have" : "It has"} expired. Reprint for people who still need one, or withdraw.
        </Text>
        <Button size="compact-sm" variant="default" onClick={onShow}>
          Show
        </Button>
      </Group>
    </Notice>
  );
}
