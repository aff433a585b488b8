import { MultiSelect } from "@mantine/core";
import { GroupId } from "#shared/model/ids.ts";
import { say } from "#shared/texts/say.ts";
import type { FieldProps } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";

/** How many groups a person can be in. */
const mostGroups = 100;

export function GroupsField({ value: groups, onChange, error }: FieldProps<GroupId[]>) {
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
      value={groups}
      error={error ?? (failed && say(failed.text))}
      onChange={(values) => onChange(values.map((value) => GroupId.parse(value)))}
    />
  );
}
