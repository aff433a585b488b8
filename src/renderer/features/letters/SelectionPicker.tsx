import { Button, Group, Select, Text } from "@mantine/core";
import { useState } from "react";
import type { Selection } from "#shared/contract/directory.ts";
import { GroupId } from "#shared/model/ids.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";

const everyone = "everyone";

/** Everyone who could use a letter, or a whole group; the preview says who gets none and why. */
const chosenBy = (group: GroupId | null): Selection => ({
  filter: group === null ? { status: "active", enrolment: "none" } : { status: "active", group },
});

interface SelectionPickerProps {
  /** The people were selected in the list of people. */
  fromList: boolean;
  onChoose: (selection: Selection | null) => void;
}

/** For whom: the selection from the list of people, or a group chosen here. */
export function SelectionPicker({ fromList, onChoose }: SelectionPickerProps) {
  if (fromList) {
    return (
      <Section title="For whom">
        <Group justify="space-between" gap="sm">
          <Text>The people you selected in the list.</Text>
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
      description="People who already have an authenticator or a letter get none, unless you include them below."
    >
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <Select
        label="People"
        placeholder="Choose"
        maw={420}
        searchable
        nothingFoundMessage="No such group"
        data={[{ value: everyone, label: "Everyone without an authenticator" }, ...groups]}
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
