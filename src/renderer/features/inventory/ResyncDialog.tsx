import { ThreeCodesForm } from "../../form/ThreeCodesForm.tsx";
import { Modal } from "../../ui/Modal.tsx";
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
    >
      {token && (
        <ThreeCodesForm
          kind={token.kind}
          procedure="inventory.resync"
          of={{ id: token.id }}
          confirmation={`${token.serial} is resynchronised and can be assigned with its next code.`}
          onDone={onClose}
          onCancel={onClose}
        />
      )}
    </Modal>
  );
}
