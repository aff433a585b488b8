import { notifications } from "@mantine/notifications";
import type { InputOf } from "#shared/contract/index.ts";
import { useAction } from "../ipc/hooks.ts";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";

type Removing = "recipients.remove" | "destinations.remove" | "vault.removeSlot";

interface RemovalDialogProps<Name extends Removing> {
  procedure: Name;
  /** What to remove; null: nothing, the dialog is closed. */
  removed: { input: InputOf<Name>; title: string; consequences: readonly string[]; done: string } | null;
  onClose: () => void;
}

/** Asks before something is removed, removes it, and says so. */
export function RemovalDialog<Name extends Removing>({ procedure, removed, onClose }: RemovalDialogProps<Name>) {
  const remove = useAction(procedure);
  const close = () => {
    remove.reset();
    onClose();
  };
  const run = () => {
    if (!removed) return;
    const onSuccess = () => {
      notifications.show({ title: "Removed", message: removed.done });
      close();
    };
    remove.mutate(removed.input, { onSuccess });
  };
  return (
    <ConfirmDialog
      opened={removed !== null}
      title={removed?.title ?? ""}
      consequences={removed?.consequences ?? []}
      confirmLabel="Remove"
      destructive
      busy={remove.isPending}
      error={remove.error}
      onConfirm={run}
      onClose={close}
    />
  );
}
