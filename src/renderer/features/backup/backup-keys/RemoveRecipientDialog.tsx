import type { BackupRecipient } from "#shared/model/backups.ts";
import { type Act, ActDialog } from "../../../form/ActDialog.tsx";

interface RemoveRecipientDialogProps {
  recipient: BackupRecipient | null;
  /** Whether it is the last one. */
  last: boolean;
  onClose: () => void;
}

const removal = ({ id, name }: BackupRecipient, last: boolean): Act => ({
  procedure: "recipients.remove",
  input: { id },
  title: `Remove ${name}?`,
  consequences: [
    "Its key will not open backups made from now on.",
    "It still opens the backups made so far: keep the key as long as you keep them.",
    ...(last ? ["It is the last one: no automatic backups are made until there is another."] : []),
  ],
  confirmLabel: "Remove",
  destructive: true,
  confirmation: { title: "Removed", message: `“${name}” does not open later backups.` },
});

export function RemoveRecipientDialog({ recipient, last, onClose }: RemoveRecipientDialogProps) {
  return <ActDialog act={recipient && removal(recipient, last)} onClose={onClose} />;
}
