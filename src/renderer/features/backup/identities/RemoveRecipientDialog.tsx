import { notifications } from "@mantine/notifications";
import type { BackupRecipient } from "#shared/model/backups.ts";
import { useAction } from "../../../ipc/hooks.ts";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";

interface RemoveRecipientDialogProps {
  recipient: BackupRecipient | null;
  /** Whether none is left after it. */
  last: boolean;
  onClose: () => void;
}

export function RemoveRecipientDialog({ recipient, last, onClose }: RemoveRecipientDialogProps) {
  const remove = useAction("recipients.remove");
  const close = () => {
    remove.reset();
    onClose();
  };
  const run = () => {
    if (!recipient) return;
    remove.mutate(
      { id: recipient.id },
      {
        onSuccess: () => {
          notifications.show({ title: "Removed", message: `Later backups do not open with “${recipient.name}”.` });
          close();
        },
      },
    );
  };
  return (
    <ConfirmDialog
      opened={recipient !== null}
      title={recipient ? `Remove ${recipient.name}?` : ""}
      consequences={[
        "Backups from now on do not open with its identity.",
        "Backups that were made until now still do: keep the identity as long as you keep them.",
        ...(last ? ["It is the last one: the console makes no more backups by itself until there is another."] : []),
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
