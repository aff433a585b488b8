import { Button, Group, Stack, Text } from "@mantine/core";
import type { Account } from "#shared/contract/account.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { localTime } from "../../ui/format.ts";
import { Section } from "../../ui/Section.tsx";
import { StateBadge } from "../../ui/StateBadge.tsx";
import { TimeText } from "../../ui/TimeText.tsx";
import classes from "./SecurityPage.module.css";

type OwnSession = Account["sessions"][number];

const places: Record<OwnSession["origin"], string> = { window: "A window", terminal: "A terminal" };

/** Of several computers, another one is named. */
const placeOf = ({ origin, desk }: OwnSession): string =>
  desk.here ? places[origin] : `${places[origin]} on “${desk.name}”`;

/** Where one is signed in. */
export function SessionsSection({ account }: { account: Account }) {
  const end = useAction("account.endSession");
  const endOthers = useAction("account.endOtherSessions");
  const others = account.sessions.some(({ current }) => !current);
  return (
    <Section
      title="Sessions"
      description="Where you are signed in. End any that you do not recognise, then change your password."
      actions={
        others && (
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate({})}>
            End all others
          </Button>
        )
      }
    >
      <ul className={classes.list} aria-label="Your sessions">
        {account.sessions.map((session) => (
          <li key={session.id} className={classes.item}>
            <Facts session={session} />
            {!session.current && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`End: ${placeOf(session)}, signed in ${localTime.format(session.signedInAt)}`}
                disabled={end.isPending}
                onClick={() => end.mutate({ id: session.id })}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ErrorNotice error={end.error ?? endOthers.error} />
    </Section>
  );
}

function Facts({ session }: { session: OwnSession }) {
  return (
    <Stack gap={2} miw={0}>
      <Group gap="sm">
        <Text fw={600} className="breakable">
          {placeOf(session)}
        </Text>
        {session.current && <StateBadge tone="good">This one</StateBadge>}
        {session.locked && <StateBadge tone="quiet">Locked</StateBadge>}
      </Group>
      <Text size="sm" c="dimmed">
        Signed in <TimeText at={session.signedInAt} /> · last used <TimeText at={session.lastSeenAt} /> · ends no later
        than <TimeText at={session.expiresAt} />
      </Text>
    </Stack>
  );
}
