import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";
import { useLeaving } from "./use-leaving.ts";

interface AskBeforeLeavingProps {
  /** Whether leaving now would lose something. */
  when: boolean;
  title: string;
  consequences: readonly string[];
  confirmLabel: string;
}

/** Asks before leaving a page would lose work. */
export function AskBeforeLeaving({ when, title, consequences, confirmLabel }: AskBeforeLeavingProps) {
  const blocker = useLeaving(when);
  return (
    <ConfirmDialog
      opened={blocker.state === "blocked"}
      title={title}
      consequences={consequences}
      confirmLabel={confirmLabel}
      cancelLabel="Stay"
      destructive
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    />
  );
}
