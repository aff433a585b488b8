import { Button, Stack } from "@mantine/core";
import { useAction } from "../../../ipc/hooks.ts";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { ChoiceField } from "../ChoiceField.tsx";
import { BucketFields } from "../places/BucketFields.tsx";
import { FolderPicker } from "../places/FolderPicker.tsx";
import { placeFields } from "../places/place-draft.ts";
import { FoundBackups } from "./FoundBackups.tsx";
import type { Elsewhere } from "./use-source.ts";

const kinds = ["s3", "folder"] as const;
const inWords = { s3: "A bucket", folder: "A folder" };

/** A backup at a location that this console does not know, as on a new computer. */
export function ElsewherePlace({ elsewhere }: { elsewhere: Elsewhere }) {
  const { kind, setKind, bucket, setBucket, folder, place, found } = elsewhere;
  const browse = useAction("destinations.browse", ({ rows }) => found.show(rows));
  const look = () => {
    if (place !== null) browse.mutate(place);
  };
  return (
    <Stack gap="md">
      <ChoiceField label="Kind of location" values={kinds} inWords={inWords} value={kind} onChange={setKind} />
      {kind === "s3" ? (
        <BucketFields draft={bucket} onChange={setBucket} error={browse.error} />
      ) : (
        <FolderPicker folder={folder} error={browse.error} />
      )}
      <ErrorNotice error={browse.error} onRetry={look} marked={placeFields} />
      <Button variant="default" w="fit-content" disabled={place === null} loading={browse.isPending} onClick={look}>
        Show what is there
      </Button>
      <FoundBackups found={found} />
    </Stack>
  );
}
