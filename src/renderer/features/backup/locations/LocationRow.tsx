import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { BackupDestination } from "#shared/model/backups.ts";
import { placeInWords } from "#shared/model/destinations.ts";
import { say } from "#shared/texts/say.ts";
import { useMay } from "../../../app/may.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { StateBadge, type Tone } from "../../../ui/StateBadge.tsx";
import { TimeText } from "../../../ui/TimeText.tsx";
import classes from "../List.module.css";

interface LocationRowProps {
  place: BackupDestination;
  onAct: (act: "contents" | "keys" | "remove") => void;
}

function stateOf({ enabled, lastError, lastSuccessAt }: BackupDestination): { tone: Tone; words: string } {
  if (!enabled) return { tone: "quiet", words: "Switched off" };
  if (lastError !== null) return { tone: "bad", words: "Needs attention" };
  return lastSuccessAt === null ? { tone: "quiet", words: "No backup sent yet" } : { tone: "good", words: "Working" };
}

export function LocationRow({ place, onAct }: LocationRowProps) {
  const mayChange = useMay("destinations.change");
  const { tone, words } = stateOf(place);
  return (
    <li className={classes.row}>
      <Stack gap={4}>
        <Group gap="sm">
          <Text fw={600} className="breakable">
            {place.name}
          </Text>
          <StateBadge tone={tone}>{words}</StateBadge>
        </Group>
        <Text size="sm" c="dimmed" className="breakable">
          {placeInWords(place.settings)}
        </Text>
        <Text size="sm" c="dimmed">
          Last complete backup: <TimeText at={place.lastSuccessAt} />
        </Text>
        {place.lastError !== null && (
          <Text size="sm" className="breakable">
            The last attempt failed: {say(place.lastError)}
          </Text>
        )}
      </Stack>
      {mayChange && <Acts place={place} onAct={onAct} />}
    </li>
  );
}

function Acts({ place, onAct }: LocationRowProps) {
  const client = useQueryClient();
  const check = useAction("destinations.check");
  const change = useAction("destinations.change");
  const tryIt = () =>
    check.mutate(
      { id: place.id },
      {
        confirmation: ({ lastError }) =>
          lastError === null
            ? { title: "Location tested", message: `${place.name} stores and returns backups.` }
            : null,
        // The failure is recorded with the location.
        onError: () => void client.invalidateQueries({ queryKey: ["destinations.list"] }),
      },
    );
  const act = (label: string, run: () => void, loading = false) => (
    <Button size="compact-sm" variant="default" aria-label={`${label}: ${place.name}`} loading={loading} onClick={run}>
      {label}
    </Button>
  );
  return (
    <>
      <Group gap="xs">
        {act("Check now", tryIt, check.isPending)}
        {act("Show what is there", () => onAct("contents"))}
        {place.settings.kind === "s3" && act("New access keys", () => onAct("keys"))}
        {act("Remove", () => onAct("remove"))}
        <Switch
          ml="sm"
          label="Send backups here"
          aria-label={`Send backups to ${place.name}`}
          checked={place.enabled}
          disabled={change.isPending}
          onChange={(event) => change.mutate({ id: place.id, enabled: event.currentTarget.checked })}
        />
      </Group>
      <ErrorNotice error={check.error ?? change.error} onRetry={check.error ? tryIt : undefined} />
    </>
  );
}
