import { notifications } from "@mantine/notifications";
import type { BackupDestination } from "#shared/model/backups.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";

interface RemovePlaceDialogProps {
  place: BackupDestination | null;
  onClose: () => void;
}

export function RemovePlaceDialog({ place, onClose }: RemovePlaceDialogProps) {
  const remove = useAction("destinations.remove");
  const close = () => {
    remove.reset();
    onClose();
  };
  const run = () => {
    if (!place) return;
    remove.mutate(
      { id: place.id },
      {
        onSuccess: () => {
          notifications.show({ title: "Removed", message: `Backups are no longer sent to ${place.name}.` });
          close();
        },
      },
    );
  };
  return (
    <ConfirmDialog
      opened={place !== null}
      title={place ? `Remove ${place.name}?` : ""}
      consequences={[
        "The backups there stay.",
        place?.settings.kind === "s3"
          ? "The console forgets the place and its access keys, and sends no more backups there."
          : "The console forgets the place and sends no more backups there.",
      ]}
      confirmLabel="Remove"
      destructive
      busy={remove.isPending}
      error={remove.error}
      onConfirm={run}
      onClose={close}
    />
  );
}
