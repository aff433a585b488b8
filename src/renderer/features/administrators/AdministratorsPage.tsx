import { Button, Stack } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { Administrator, Invitation } from "#shared/contract/admins.ts";
import { useMay } from "../../app/may.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Section } from "../../ui/Section.tsx";
import { AdministratorDialog } from "./AdministratorDialog.tsx";
import { AdministratorTable } from "./AdministratorTable.tsx";
import classes from "./AdministratorsPage.module.css";
import { InvitationDialog } from "./InvitationDialog.tsx";
import { InviteDialog } from "./InviteDialog.tsx";
import { type AdministratorAct, roleChoices } from "./words.ts";

const none: readonly Administrator[] = [];

/** Who administers the console, and what they may do. */
export function AdministratorsPage() {
  const { data, error, refetch } = useProcedure("admins.list", {}, { onFocus: true });
  const mayChange = useMay("admins.invite");
  const [inviting, setInviting] = useState(false);
  const [asking, setAsking] = useState<{ admin: Administrator; act: AdministratorAct } | null>(null);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const administrators = data?.administrators ?? none;
  return (
    <Stack gap="lg">
      <PageHeader
        title="Administrators"
        description={describe(data ? administrators.length : null, mayChange)}
        actions={
          mayChange && (
            <Button leftSection={<IconUserPlus size={18} />} onClick={() => setInviting(true)}>
              Invite an administrator
            </Button>
          )
        }
      />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {!error && (
        <AdministratorTable
          rows={administrators}
          loading={data === undefined}
          onAct={mayChange ? (admin, act) => setAsking({ admin, act }) : undefined}
        />
      )}
      <Roles />
      <InviteDialog opened={inviting} onInvited={setInvitation} onClose={() => setInviting(false)} />
      <AdministratorDialog asking={asking} onInvited={setInvitation} onClose={() => setAsking(null)} />
      <InvitationDialog invitation={invitation} onClose={() => setInvitation(null)} />
    </Stack>
  );
}

const describe = (count: number | null, mayChange: boolean): string => {
  if (count === null) return " ";
  const people = counted(count, "administrator", "administrators");
  return mayChange ? people : `${people}. You can view them; only owners can change them.`;
};

function Roles() {
  return (
    <Section title="What the roles may do">
      <dl className={classes.roles}>
        {roleChoices.map(({ value, label, meaning }) => (
          <div key={value}>
            <dt>{label}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
