import { ActionIcon, Anchor, Menu, VisuallyHidden } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "react-router";
import { parametersInWords } from "../../ui/ParameterFields.tsx";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import {
  actInWords,
  actsOf,
  type HardwareAct,
  type HardwareToken,
  holderName,
  stateInWords,
  stateMeaning,
  stateTones,
} from "./words.ts";

const facts: readonly Column<HardwareToken>[] = [
  {
    key: "serial",
    title: "Serial number",
    width: "minmax(116px, 0.9fr)",
    hint: ({ serial }) => serial,
    cell: ({ serial }) => <span className="mono">{serial}</span>,
  },
  {
    key: "model",
    title: "Model",
    drops: 3,
    width: "minmax(0, 0.9fr)",
    hint: ({ model }) => model,
    cell: ({ model }) => model,
  },
  {
    key: "parameters",
    title: "Codes",
    drops: 2,
    width: "minmax(0, 1.5fr)",
    hint: parametersInWords,
    cell: parametersInWords,
  },
  {
    key: "state",
    title: "State",
    width: "110px",
    hint: ({ state }) => stateMeaning[state],
    cell: ({ state }) => <StateBadge tone={stateTones[state]}>{stateInWords[state]}</StateBadge>,
  },
  {
    key: "holder",
    title: "Who has it",
    width: "minmax(0, 1.1fr)",
    hint: ({ user }) => (user ? `${user.name} (${user.username})` : ""),
    cell: ({ user }) =>
      user && (
        <Anchor component={Link} to={`/people/${user.id}`} size="sm" fw={600}>
          {holderName(user)}
        </Anchor>
      ),
  },
];

type OnAct = (token: HardwareToken, act: HardwareAct) => void;

const actions = (onAct: OnAct): Column<HardwareToken> => ({
  key: "actions",
  title: <VisuallyHidden>Actions</VisuallyHidden>,
  width: "36px",
  control: true,
  cell: (token) => <RowMenu token={token} onAct={onAct} />,
});

function RowMenu({ token, onAct }: { token: HardwareToken; onAct: OnAct }) {
  const acts = actsOf[token.state];
  if (acts.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${token.serial}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item key={act} onClick={() => onAct(token, act)}>
            {actInWords[act]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface HardwareTableProps {
  rows: readonly HardwareToken[];
  total: number | null;
  loading: boolean;
  loadMore: (() => void) | undefined;
  /** Absent for those who may only read. */
  onAct: OnAct | undefined;
}

export function HardwareTable({ rows, total, loading, loadMore, onAct }: HardwareTableProps) {
  return (
    <VirtualTable
      label="Hardware tokens"
      columns={onAct ? [...facts, actions(onAct)] : facts}
      rows={rows}
      keyOf={({ id }) => id}
      total={total}
      loading={loading}
      loadMore={loadMore}
    />
  );
}
