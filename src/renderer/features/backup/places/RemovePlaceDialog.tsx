import type { BackupDestination } from "#shared/model/backups.ts";
import { RemovalDialog } from "../../../app/RemovalDialog.tsx";

interface RemovePlaceDialogProps {
  place: BackupDestination | null;
  onClose: () => void;
}

export function RemovePlaceDialog({ place, onClose }: RemovePlaceDialogProps) {
  const removed = place && {
    input: { id: place.id },
    title: `Remove ${place.name}?`,
    consequences: [
      "The backups there stay.",
      place.settings.kind === "s3"
        ? "The console forgets the location and its access keys, and sends no more backups there."
        : "The console forgets the location and sends no more backups there.",
    ],
    done: `Backups are no longer sent to ${place.name}.`,
  };
  return <RemovalDialog procedure="destinations.remove" removed={removed} onClose={onClose} />;
}
