import { Button, Group } from "@mantine/core";
import { IconMapPin } from "@tabler/icons-react";
import { useState } from "react";
import type { BackupDestination } from "#shared/model/backups.ts";
import { useMay } from "../../../app/may.ts";
import { useProcedure } from "../../../ipc/hooks.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../../ui/ErrorNotice.tsx";
import { Section } from "../../../ui/Section.tsx";
import classes from "../List.module.css";
import { Loading } from "../../../ui/Loading.tsx";
import { AddBucketDialog } from "./AddBucketDialog.tsx";
import { AddFolderDialog } from "./AddFolderDialog.tsx";
import { ContentsDialog } from "./ContentsDialog.tsx";
import { KeysDialog } from "./KeysDialog.tsx";
import { LocationRow } from "./LocationRow.tsx";
import { RemoveLocationDialog } from "./RemoveLocationDialog.tsx";

type LocationAction = "contents" | "keys" | "remove";
type Acting = { act: "folder" | "bucket" } | { act: LocationAction; place: BackupDestination };

/** Where backups are kept. */
export function LocationsTab() {
  const { data, error, refetch } = useProcedure("destinations.list", {}, { onFocus: true });
  const mayAdd = useMay("destinations.add");
  const [acting, setActing] = useState<Acting | null>(null);
  const close = () => setActing(null);
  const on = (act: LocationAction) => (acting && acting.act === act && "place" in acting ? acting.place : null);
  return (
    <Section
      title="Locations"
      description="Every backup is sent to each of these. Choose locations away from this computer."
      actions={
        mayAdd && (
          <Group gap="sm">
            <Button variant="default" onClick={() => setActing({ act: "folder" })}>
              Add a folder
            </Button>
            <Button variant="default" onClick={() => setActing({ act: "bucket" })}>
              Add a bucket
            </Button>
          </Group>
        )
      }
    >
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data ? (
        <Rows rows={data.rows} onAct={(act, place) => setActing({ act, place })} />
      ) : (
        !error && <Loading py="xl" />
      )}
      <AddFolderDialog opened={acting?.act === "folder"} onClose={close} />
      <AddBucketDialog opened={acting?.act === "bucket"} onClose={close} />
      <ContentsDialog place={on("contents")} onClose={close} />
      <KeysDialog place={on("keys")} onClose={close} />
      <RemoveLocationDialog place={on("remove")} onClose={close} />
    </Section>
  );
}

interface RowsProps {
  rows: readonly BackupDestination[];
  onAct: (act: LocationAction, place: BackupDestination) => void;
}

function Rows({ rows, onAct }: RowsProps) {
  if (rows.length === 0) {
    return (
      <EmptyState icon={<IconMapPin size={28} />} title="No locations yet" order={3}>
        Add a folder on a removable disk or a network share, or a bucket on a server. The console connects only to
        servers that are listed here.
      </EmptyState>
    );
  }
  return (
    <ul className={classes.list} aria-label="Backup locations">
      {rows.map((place) => (
        <LocationRow key={place.id} place={place} onAct={(act) => onAct(act, place)} />
      ))}
    </ul>
  );
}
