import { MultiSelect } from "@mantine/core";
import { GroupId } from "#shared/model/ids.ts";
import { useProcedure } from "../../ipc/hooks.ts";

interface GroupsFieldProps {
  groups: readonly GroupId[];
  onChange: (groups: GroupId[]) => void;
  error: string | undefined;
}

/** How many groups a person can be in. */
const mostGroups = 100;

export function GroupsField({ groups, onChange, error }: GroupsFieldProps) {
  const { data, error: failed } = useProcedure("groups.list", {});
  return (
    <MultiSelect
      label="Groups"
      placeholder={groups.length === 0 ? "None" : ""}
      data={data?.groups.map(({ id, name }) => ({ value: String(id), label: name })) ?? []}
      searchable
      hidePickedOptions
      limit={200}
      maxValues={mostGroups}
      nothingFoundMessage="No such group. Create it on the Groups page."
      comboboxProps={{ portalProps: { target: "#portals" } }}
      value={[...groups]}
      error={error ?? failed?.message}
      onChange={(values) => onChange(values.map((value) => GroupId.parse(value)))}
    />
  );
}
