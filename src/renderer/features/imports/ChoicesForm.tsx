import { Checkbox, Group, Radio, Stack } from "@mantine/core";
import type { Choices } from "./draft.ts";

interface ChoicesFormProps {
  choices: Choices;
  onChange: (choices: Choices) => void;
}

/** How an import treats what it finds. */
export function ChoicesForm({ choices, onChange }: ChoicesFormProps) {
  return (
    <Group gap={48} align="flex-start">
      <Radio.Group
        label="Match people who are already here by"
        value={choices.matchBy}
        onChange={(value) => onChange({ ...choices, matchBy: value === "externalId" ? "externalId" : "username" })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="username" label="Username" />
          <Radio value="externalId" label="External id" description="A changed username then counts as a change" />
        </Stack>
      </Radio.Group>
      <Radio.Group
        label="If a row is refused"
        value={choices.rows}
        onChange={(value) => onChange({ ...choices, rows: value === "good" ? "good" : "all" })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="all" label="Import nothing" description="All or nothing" />
          <Radio value="good" label="Skip it" description="And import the others" />
        </Stack>
      </Radio.Group>
      <Stack gap={10} pt={26}>
        <Checkbox
          label="Update people who are already here"
          description="Otherwise they stay as they are"
          checked={choices.update}
          onChange={(event) => onChange({ ...choices, update: event.currentTarget.checked })}
        />
        <Checkbox
          label="Create groups that do not exist yet"
          checked={choices.createGroups}
          onChange={(event) => onChange({ ...choices, createGroups: event.currentTarget.checked })}
        />
      </Stack>
    </Group>
  );
}
