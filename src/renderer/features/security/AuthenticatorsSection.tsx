import { Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { Account } from "#shared/contract/account.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Section } from "../../ui/Section.tsx";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import { EnrolDialog } from "./EnrolDialog.tsx";
import classes from "./SecurityPage.module.css";

type Authenticator = Account["authenticators"][number];
type Acting = { act: "add" } | { act: "replace" | "remove"; one: Authenticator };

/** The apps and tokens that generate one's own codes. */
export function AuthenticatorsSection({ account }: { account: Account }) {
  const [acting, setActing] = useState<Acting | null>(null);
  const close = () => setActing(null);
  const off = account.secondFactor === "off";
  return (
    <Section
      title="Authenticators"
      description="A second one helps when the first is lost."
      actions={
        <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setActing({ act: "add" })}>
          Add an authenticator
        </Button>
      }
    >
      {off && (
        <Notice tone="wait" icon={<IconAlertTriangle size={18} />} title="Your second factor is off">
          Anyone who knows your password can sign in as you. Add an authenticator to turn it on.
        </Notice>
      )}
      {account.authenticators.length > 0 && (
        <ul className={classes.list} aria-label="Your authenticators">
          {account.authenticators.map((one) => (
            <li key={one.id} className={classes.item}>
              <Facts one={one} />
              <Acts one={one} onAct={(act) => setActing({ act, one })} />
            </li>
          ))}
        </ul>
      )}
      <EnrolDialog
        opened={acting?.act === "add" || acting?.act === "replace"}
        replaced={acting?.act === "replace" ? acting.one : null}
        onClose={close}
      />
      <ActDialog act={acting?.act === "remove" ? removal(acting.one) : null} onClose={close} />
    </Section>
  );
}

function Facts({ one }: { one: Authenticator }) {
  return (
    <Stack gap={2} miw={0}>
      <Group gap="sm">
        <Text fw={600} className="breakable">
          {one.label}
        </Text>
        {one.status === "locked" && <StateBadge tone="bad">Locked</StateBadge>}
      </Group>
      <Text size="sm" c="dimmed">
        Added <TimeText at={one.createdAt} />
        {one.lastUsedAt === null ? (
          " · not used yet"
        ) : (
          <>
            {" · last used "}
            <TimeText at={one.lastUsedAt} />
          </>
        )}
      </Text>
    </Stack>
  );
}

function Acts({ one, onAct }: { one: Authenticator; onAct: (act: "replace" | "remove") => void }) {
  return (
    <Group gap="xs">
      <Button size="compact-sm" variant="default" aria-label={`Replace: ${one.label}`} onClick={() => onAct("replace")}>
        Replace
      </Button>
      <Button size="compact-sm" variant="default" aria-label={`Remove: ${one.label}`} onClick={() => onAct("remove")}>
        Remove
      </Button>
    </Group>
  );
}

const removal = ({ id, label }: Authenticator): Act => ({
  procedure: "account.removeAuthenticator",
  input: { tokenId: id },
  title: `Remove ${label}?`,
  consequences: ["Its codes are never accepted again.", "Your other sessions end."],
  confirmLabel: "Remove",
  destructive: true,
});
