import type { BackupRecipient } from "#shared/model/backups.ts";
import { RemovalDialog } from "../../../app/RemovalDialog.tsx";

interface RemoveRecipientDialogProps {
  recipient: BackupRecipient | null;
  /** Whether none is left after it. */
  last: boolean;
  onClose: () => void;
}

export function RemoveRecipientDialog({ recipient, last, onClose }: RemoveRecipientDialogProps) {
  const removed = recipient && {
    input: { id: recipient.id },
    title: `Remove ${recipient.name}?`,
    consequences: [
      "Backups from now on do not open with its identity.",
      "Backups that were made until now still do: keep the identity as long as you keep them.",
      ...(last ? ["It is the last one: the console makes no more backups by itself until there is another."] : []),
    ],
    done: `Later backups do not open with “${recipient.name}”.`,
  };
  return <RemovalDialog procedure="recipients.remove" removed={removed} onClose={onClose} />;
}
