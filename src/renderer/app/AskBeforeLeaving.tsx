import { useBlocker } from "react-router";
import { ConfirmDialog } from "../ui/ConfirmDialog.tsx";

interface AskBeforeLeavingProps {
  /** Whether leaving now would lose something. */
  when: boolean;
  title: string;
  consequences: readonly string[];
  confirmLabel: string;
}

/** Asks before leaving a page would lose work. */
export function AskBeforeLeaving({ when, title, consequences, confirmLabel }: AskBeforeLeavingProps) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => when && currentLocation.pathname !== nextLocation.pathname,
  );
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
