import { Button, Select, Stack, Text } from "@mantine/core";
import type { DestinationId } from "#shared/model/ids.ts";
import { useAction, useProcedure } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { FoundBackups } from "./FoundBackups.tsx";
import type { Source } from "./use-source.ts";

/** A backup at one of the console's locations. */
export function KnownLocation({ known }: { known: Source["known"] }) {
  const { id, setId, found } = known;
  const { data, error, refetch } = useProcedure("destinations.list", {});
  const look = useAction("destinations.contents");
  const places = data?.rows ?? [];
  const show = (at: DestinationId | null) => {
    if (at !== null) look.mutate({ id: at }, { onAnswer: ({ rows }) => found.show(rows) });
  };
  if (data && places.length === 0) return <Text>No backup location is set up yet.</Text>;
  return (
    <Stack gap="sm">
      <Select
        label="Location"
        placeholder="Choose a location"
        data={places.map((place) => ({ value: place.id, label: place.name }))}
        value={id}
        onChange={(next) => {
          const place = places.find((one) => one.id === next);
          if (!place) return;
          setId(place.id);
          show(place.id);
        }}
      />
      {found.rows === null && found.name !== null && (
        <Text size="sm" className="breakable">
          Chosen: {found.name}
        </Text>
      )}
      {found.rows === null && id !== null && (
        <Button variant="default" w="fit-content" loading={look.isPending} onClick={() => show(id)}>
          Show what is there
        </Button>
      )}
      <FoundBackups found={found} />
      <ErrorNotice error={error ?? look.error} onRetry={error ? () => void refetch() : () => show(id)} />
    </Stack>
  );
}
