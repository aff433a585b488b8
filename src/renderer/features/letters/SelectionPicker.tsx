import { Button, Group, Select, Text } from "@mantine/core";
import { useState } from "react";
import type { Selection } from "#shared/contract/directory.ts";
import { GroupId } from "#shared/model/ids.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";

const everybody = "everybody";

/** Everybody who could use a letter, or the whole of a group: who of them gets none is said with the reason. */
const chosenBy = (group: GroupId | null): Selection => ({
  filter: group === null ? { status: "active", enrolment: "none" } : { status: "active", group },
});

interface SelectionPickerProps {
  /** The choice was made in the list of people. */
  fromList: boolean;
  onChoose: (selection: Selection | null) => void;
}

/** For whom: what the list of people handed over, or a group chosen here. */
export function SelectionPicker({ fromList, onChoose }: SelectionPickerProps) {
  if (fromList) {
    return (
      <Section title="For whom">
        <Group justify="space-between" gap="sm">
          <Text>Exactly the people from the step before.</Text>
          <Button variant="default" size="compact-sm" onClick={() => onChoose(null)}>
            Choose others
          </Button>
        </Group>
      </Section>
    );
  }
  return <GroupPicker onChoose={onChoose} />;
}

function GroupPicker({ onChoose }: Pick<SelectionPickerProps, "onChoose">) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { data, error, refetch } = useProcedure("groups.list", {});
  const groups = (data?.groups ?? []).map(({ id, name, members }) => ({
    value: id as string,
    label: `Group ${name} (${counted(members, "person", "people")})`,
  }));
  return (
    <Section
      title="For whom"
      description="Who has an authenticator or a letter already gets none, unless you ask for it below."
    >
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <Select
        label="People"
        placeholder="Choose"
        maw={420}
        searchable
        nothingFoundMessage="No group of that name"
        data={[{ value: everybody, label: "Everybody without an authenticator" }, ...groups]}
        value={chosen}
        onChange={(value) => {
          setChosen(value);
          const group = GroupId.safeParse(value);
          onChoose(chosenBy(group.data ?? null));
        }}
      />
    </Section>
  );
}
