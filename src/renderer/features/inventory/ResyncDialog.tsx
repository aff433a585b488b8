import { notifications } from "@mantine/notifications";
import { useAction } from "../../ipc/hooks.ts";
import { Modal } from "../../ui/Modal.tsx";
import { ThreeCodesForm } from "../../ui/ThreeCodesForm.tsx";
import type { HardwareToken } from "./words.ts";

interface ResyncDialogProps {
  /** null: closed. */
  token: HardwareToken | null;
  onClose: () => void;
}

/** Resynchronises a token in stock whose counter or clock is far off. */
export function ResyncDialog({ token, onClose }: ResyncDialogProps) {
  return (
    <Modal
      opened={token !== null}
      onClose={onClose}
      title={`Resynchronise ${token?.serial ?? ""}`}
      closeOnClickOutside={false}
      keepMounted={false}
    >
      {token && <ResyncForm token={token} onClose={onClose} />}
    </Modal>
  );
}

function ResyncForm({ token, onClose }: { token: HardwareToken; onClose: () => void }) {
  const resync = useAction("inventory.resync");
  return (
    <ThreeCodesForm
      kind={token.kind}
      busy={resync.isPending}
      error={resync.error}
      onSubmit={(codes) =>
        resync.mutate(
          { id: token.id, ...codes },
          {
            onSuccess: () => {
              notifications.show({
                message: `${token.serial} is resynchronised and can be assigned with its next code.`,
              });
              onClose();
            },
          },
        )
      }
      onCancel={onClose}
    />
  );
}
