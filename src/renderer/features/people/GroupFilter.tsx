import { Select } from "@mantine/core";
import { GroupId } from "#shared/model/ids.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import classes from "./PeopleFilters.module.css";

interface GroupFilterProps {
  group: GroupId | null;
  onChange: (group: GroupId | null) => void;
}

/** Further options are found by typing. */
const shownOptions = 200;

export function GroupFilter({ group, onChange }: GroupFilterProps) {
  const { data } = useProcedure("groups.list", {});
  const options = data?.groups.map(({ id, name }) => ({ value: String(id), label: name })) ?? [];
  return (
    <Select
      aria-label="Group"
      placeholder="Any group"
      className={classes.wide ?? ""}
      data={options}
      limit={shownOptions}
      searchable
      clearable
      allowDeselect
      clearButtonProps={{ "aria-label": "Any group" }}
      nothingFoundMessage={options.length === 0 ? "No groups yet" : "No such group"}
      value={group}
      onChange={(value) => onChange(value === null ? null : GroupId.parse(value))}
    />
  );
}
