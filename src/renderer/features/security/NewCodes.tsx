import { BackupCodesPanel, type ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";
import { useSession } from "../../app/session.ts";
import { Modal } from "../../ui/Modal.tsx";

interface NewCodesProps {
  codes: ShownCodes | null;
  onDone: () => void;
}

/** Stays open until the codes are acknowledged: they are not shown again. */
export function NewCodes({ codes, onDone }: NewCodesProps) {
  const { name } = useSession();
  return (
    <Modal
      opened={codes !== null}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="Your new backup codes"
      size="lg"
    >
      <BackupCodesPanel
        codes={codes}
        subject={name}
        own
        acknowledgement="I have stored these"
        doneLabel="Done"
        onDone={onDone}
      />
    </Modal>
  );
}
