import { CloseButton, Group, Text } from "@mantine/core";
import { UserId } from "#shared/model/ids.ts";
import { useProcedure } from "../../ipc/hooks.ts";

interface PersonFilterProps {
  id: string;
  onClear: () => void;
}

/** Says whose events are shown when the page was opened from a person. */
export function PersonFilter({ id, onClear }: PersonFilterProps) {
  const userId = UserId.safeParse(id);
  return (
    <Group gap={6}>
      <Text size="sm">
        Only events about {userId.success ? <PersonName id={userId.data} /> : <strong>an unknown person</strong>}
      </Text>
      <CloseButton size="sm" aria-label="Show the events of everyone" onClick={onClear} />
    </Group>
  );
}

function PersonName({ id }: { id: UserId }) {
  const { data } = useProcedure("users.get", { user: { id } });
  return <strong>{data ? data.name || data.username : "one person"}</strong>;
}
