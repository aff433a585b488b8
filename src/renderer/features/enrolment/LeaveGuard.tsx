import { useBlocker } from "react-router";
import type { TokenId } from "#shared/model/ids.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";

interface LeaveGuardProps {
  /** The enrolment that is pending, if one is. */
  tokenId: TokenId | null;
  /** Backup codes are on the screen that were not acknowledged yet. */
  codesShown: boolean;
  name: string;
}

/** Asks before an enrolment is left half done, and throws the pending one away. */
export function LeaveGuard({ tokenId, codesShown, name }: LeaveGuardProps) {
  const cancel = useAction("tokens.cancel");
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      (tokenId !== null || codesShown) && currentLocation.pathname !== nextLocation.pathname,
  );
  const leave = () => {
    if (tokenId === null) blocker.proceed?.();
    else cancel.mutate({ tokenId }, { onSuccess: () => blocker.proceed?.() });
  };
  return (
    <ConfirmDialog
      opened={blocker.state === "blocked"}
      title={codesShown ? "Leave without storing the codes?" : `Stop enrolling ${name}?`}
      consequences={
        codesShown
          ? ["The backup codes are not shown again. New ones can be made on the person's page."]
          : [
              "The QR code stops working; nothing about the person changes.",
              "If the phone took it already, delete it there.",
            ]
      }
      confirmLabel={codesShown ? "Leave" : "Stop enrolling"}
      cancelLabel="Stay"
      destructive
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={leave}
      onClose={() => blocker.reset?.()}
    />
  );
}
