import type { BackupRecipient } from "#shared/model/backups.ts";
import { RemovalDialog } from "../../../app/RemovalDialog.tsx";

interface RemoveRecipientDialogProps {
  recipient: BackupRecipient | null;
  /** Whether it is the last one. */
  last: boolean;
  onClose: () => void;
}

export function RemoveRecipientDialog({ recipient, last, onClose }: RemoveRecipientDialogProps) {
  const removed = recipient && {
    input: { id: recipient.id },
    title: `Remove ${recipient.name}?`,
    consequences: [
      "Its key will not open backups made from now on.",
      "It still opens the backups made so far: keep the key as long as you keep them.",
      ...(last ? ["It is the last one: no automatic backups are made until there is another."] : []),
    ],
    done: `“${recipient.name}” does not open later backups.`,
  };
  return <RemovalDialog procedure="recipients.remove" removed={removed} onClose={onClose} />;
}
