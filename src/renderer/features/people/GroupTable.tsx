import { ActionIcon, Anchor, Group as Row } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "react-router";
import type { Group } from "#shared/contract/directory.ts";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import { numberInWords } from "../../ui/format.ts";

const columns: readonly Column<Group>[] = [
  {
    key: "name",
    title: "Name",
    width: "minmax(0, 1fr)",
    hint: ({ name }) => name,
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/people?group=${id}`} size="sm" fw={600}>
        {name}
      </Anchor>
    ),
  },
  {
    key: "description",
    title: "Description",
    drops: 3,
    width: "minmax(0, 1.6fr)",
    hint: ({ description }) => description,
    cell: ({ description }) => description,
  },
  {
    key: "members",
    title: "People",
    width: "100px",
    cell: ({ members }) => <span className="numbers">{numberInWords(members)}</span>,
  },
];

type Ask = (about: "edit" | "delete", group: Group) => void;

const acts = (onAsk: Ask): Column<Group> => ({
  key: "acts",
  title: "Actions",
  width: "84px",
  control: true,
  cell: (group) => (
    <Row gap={4} wrap="nowrap">
      <ActionIcon variant="subtle" aria-label={`Edit ${group.name}`} onClick={() => onAsk("edit", group)}>
        <IconPencil size={18} />
      </ActionIcon>
      <ActionIcon variant="subtle" aria-label={`Delete ${group.name}`} onClick={() => onAsk("delete", group)}>
        <IconTrash size={18} />
      </ActionIcon>
    </Row>
  ),
});

interface GroupTableProps {
  groups: readonly Group[];
  loading: boolean;
  /** Absent if groups may not be changed. */
  onAsk: Ask | undefined;
}

/** The groups; a name leads to its people. */
export function GroupTable({ groups, loading, onAsk }: GroupTableProps) {
  return (
    <VirtualTable
      label="Groups"
      columns={onAsk ? [...columns, acts(onAsk)] : columns}
      rows={groups}
      keyOf={({ id }) => id}
      loading={loading}
    />
  );
}
