import type { BackupDestination } from "#shared/model/backups.ts";
import { type Act, ActDialog } from "../../../form/ActDialog.tsx";

interface RemoveLocationDialogProps {
  place: BackupDestination | null;
  onClose: () => void;
}

const removal = ({ id, name, settings }: BackupDestination): Act => ({
  procedure: "destinations.remove",
  input: { id },
  title: `Remove ${name}?`,
  consequences: [
    "The backups there stay.",
    settings.kind === "s3"
      ? "The console forgets the location and its access keys, and sends no more backups there."
      : "The console forgets the location and sends no more backups there.",
  ],
  confirmLabel: "Remove",
  destructive: true,
  confirmation: { title: "Removed", message: `Backups are no longer sent to ${name}.` },
});

export function RemoveLocationDialog({ place, onClose }: RemoveLocationDialogProps) {
  return <ActDialog act={place && removal(place)} onClose={onClose} />;
}
