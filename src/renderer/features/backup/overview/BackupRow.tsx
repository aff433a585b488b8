import { ActionIcon, Button, Group, Stack, Text } from "@mantine/core";
import { IconPin, IconPinFilled } from "@tabler/icons-react";
import type { BackupCopy, BackupRecord } from "#shared/model/backups.ts";
import { say } from "#shared/texts/say.ts";
import { useMay } from "../../../app/may.ts";
import { useConsole } from "../../../app/session.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { bytesInWords, counted, localTime } from "../../../ui/format.ts";
import { StateBadge } from "../../../ui/StateBadge.tsx";
import { TimeText } from "../../../ui/TimeText.tsx";
import { copyInWords, proofInWords, triggerInWords } from "../words.ts";
import classes from "./Overview.module.css";

export function BackupRow({ backup }: { backup: BackupRecord }) {
  const proof = proofInWords(backup);
  return (
    <li className={classes.backup}>
      <Stack gap={6} miw={0}>
        <Group gap="sm">
          <Text fw={600}>
            <TimeText at={backup.createdAt} />
          </Text>
          <StateBadge tone={proof.tone}>{proof.words}</StateBadge>
          {backup.pinned && <StateBadge tone="quiet">Pinned</StateBadge>}
        </Group>
        <Text size="sm" c="dimmed">
          {triggerInWords[backup.trigger]} · {bytesInWords(backup.size)} · {counted(backup.users, "person", "people")} ·{" "}
          {counted(backup.tokens, "authenticator", "authenticators")}
        </Text>
        <Copies copies={backup.copies} />
      </Stack>
      <Acts backup={backup} />
    </li>
  );
}

function Copies({ copies }: { copies: readonly BackupCopy[] }) {
  if (copies.length === 0) return <Text size="sm">No location has it.</Text>;
  const errors = copies.flatMap(({ error, ...copy }) => (error === null ? [] : [{ ...copy, error }]));
  return (
    <>
      <ul className={classes.copies} aria-label="Where it is">
        {copies.map(({ destination, destinationName, state }) => (
          <li key={destination}>
            <StateBadge tone={copyInWords[state].tone}>{`${destinationName}: ${copyInWords[state].words}`}</StateBadge>
          </li>
        ))}
      </ul>
      {errors.map(({ destination, destinationName, error }) => (
        <Text key={destination} size="sm" className="breakable">
          {destinationName}: {say(error)}
        </Text>
      ))}
    </>
  );
}

function Acts({ backup }: { backup: BackupRecord }) {
  const { setFlow } = useConsole();
  const mayPin = useMay("backupPlan.pin");
  const mayRestore = useMay("archive.restore");
  const pin = useAction("backupPlan.pin");
  const when = localTime.format(backup.createdAt);
  const stored = backup.copies.find(({ state }) => state === "stored");
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs" wrap="nowrap">
        {mayPin && (
          <ActionIcon
            variant="default"
            size={26}
            title="A pinned backup is never removed"
            aria-label={`Pin the backup of ${when}`}
            aria-pressed={backup.pinned}
            loading={pin.isPending}
            onClick={() => pin.mutate({ id: backup.id, pinned: !backup.pinned })}
          >
            {backup.pinned ? <IconPinFilled size={15} /> : <IconPin size={15} />}
          </ActionIcon>
        )}
        {mayRestore && stored && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`Restore the backup of ${when}`}
            onClick={() => setFlow({ restore: { destination: stored.destination, name: backup.name } })}
          >
            Restore…
          </Button>
        )}
      </Group>
      <ErrorNotice error={pin.error} />
    </Stack>
  );
}
