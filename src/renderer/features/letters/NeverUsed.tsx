import { Button, Group, Text } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { useProcedure } from "../../ipc/hooks.ts";
import { Notice } from "../../ui/Notice.tsx";
import { countInWords } from "./words.ts";

/** An expired letter means a person without an authenticator. */
export function NeverUsed({ onShow }: { onShow: () => void }) {
  const { data } = useProcedure("letters.list", { state: "expired", limit: 1 });
  const total = data?.total;
  if (!total || total.count === 0) return null;
  const many = total.count !== 1 || !total.exact;
  return (
    <Notice
      tone="wait"
      icon={<IconMailOff size={20} />}
      title={countInWords(total, "letter has expired", "letters have expired")}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          {many ? "They were" : "It was"} never used. Reprint letters that are still needed, or withdraw them.
        </Text>
        <Button size="compact-sm" variant="default" onClick={onShow}>
          Show
        </Button>
      </Group>
    </Notice>
  );
}
