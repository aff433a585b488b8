import { ActionIcon, Menu, VisuallyHidden } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { Administrator } from "#shared/contract/admins.ts";
import { roleInWords } from "../../app/words.ts";
import { clockOf, localClock } from "../../ui/format.ts";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import { type Column, VirtualTable } from "../../ui/VirtualTable.tsx";
import classes from "./AdministratorsPage.module.css";
import { actInWords, actsOf, type AdministratorAct, factorInWords, roleMeaning, stateOf } from "./words.ts";

const facts: readonly Column<Administrator>[] = [
  { key: "name", title: "Name", width: "minmax(0, 1fr)", hint: ({ name }) => name, cell: ({ name }) => name },
  {
    key: "role",
    title: "Role",
    width: "88px",
    hint: ({ role }) => roleMeaning[role],
    cell: ({ role }) => roleInWords[role],
  },
  { key: "state", title: "State", width: "172px", cell: (admin) => <State admin={admin} /> },
  {
    key: "signedIn",
    title: "Last sign-in",
    drops: 2,
    width: "172px",
    cell: ({ lastSignInAt }) => <TimeText at={lastSignInAt} />,
  },
  { key: "factor", title: "Second factor", drops: 1, width: "124px", hint: factorInWords, cell: factorInWords },
  {
    key: "sessions",
    title: "Sessions",
    drops: 1,
    width: "60px",
    cell: ({ sessions }) => <span className="numbers">{sessions}</span>,
  },
];

/** The state, and how long it lasts. */
function State({ admin }: { admin: Administrator }) {
  const blocked = useCountdown(admin.blockedUntil);
  const invited = useCountdown(admin.invitedUntil);
  const { tone, label, until } = stateOf(admin, { blocked, invited });
  return (
    <span className={classes.state}>
      <StateBadge tone={tone}>{label}</StateBadge>
      {until !== null && (
        <span className="numbers" title={`until ${localClock.format(until)}`}>
          {clockOf(until === admin.blockedUntil ? blocked : invited)} left
        </span>
      )}
    </span>
  );
}

type OnAct = (admin: Administrator, act: AdministratorAct) => void;

const actions = (onAct: OnAct): Column<Administrator> => ({
  key: "actions",
  title: <VisuallyHidden>Actions</VisuallyHidden>,
  width: "36px",
  control: true,
  cell: (admin) => <RowMenu admin={admin} onAct={onAct} />,
});

function RowMenu({ admin, onAct }: { admin: Administrator; onAct: OnAct }) {
  const blocked = useCountdown(admin.blockedUntil) > 0;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${admin.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actsOf(admin, blocked).map((act) => (
          <Menu.Item key={act} onClick={() => onAct(admin, act)}>
            {actInWords[act]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface AdministratorTableProps {
  rows: readonly Administrator[];
  loading: boolean;
  /** Absent for those who may only read. */
  onAct: OnAct | undefined;
}

export function AdministratorTable({ rows, loading, onAct }: AdministratorTableProps) {
  return (
    <VirtualTable
      label="Administrators"
      columns={onAct ? [...facts, actions(onAct)] : facts}
      rows={rows}
      keyOf={({ id }) => id}
      total={loading ? null : rows.length}
      loading={loading}
    />
  );
}
