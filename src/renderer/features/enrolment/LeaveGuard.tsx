import type { TokenId } from "#shared/model/ids.ts";
import { useLeaving } from "../../app/use-leaving.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";

interface LeaveGuardProps {
  /** The pending enrolment, if there is one. */
  tokenId: TokenId | null;
  /** Backup codes are shown that have not been acknowledged yet. */
  codesShown: boolean;
  name: string;
}

/** Asks before an unfinished enrolment is left, and cancels it. */
export function LeaveGuard({ tokenId, codesShown, name }: LeaveGuardProps) {
  const cancel = useAction("tokens.cancel");
  const blocker = useLeaving(tokenId !== null || codesShown);
  const leave = () => {
    if (tokenId === null) blocker.proceed?.();
    else cancel.mutate({ tokenId }, { onSuccess: () => blocker.proceed?.() });
  };
  return (
    <ConfirmDialog
      opened={blocker.state === "blocked"}
      title={codesShown ? "Leave without storing the codes?" : `Cancel enrolment of ${name}?`}
      consequences={
        codesShown
          ? ["The backup codes are not shown again. New ones can be made on the person's page."]
          : [
              "The QR code stops working. Nothing else changes.",
              "If it was already scanned, delete the entry in the app.",
            ]
      }
      confirmLabel={codesShown ? "Leave" : "Cancel enrolment"}
      cancelLabel="Stay"
      destructive
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={leave}
      onClose={() => blocker.reset?.()}
    />
  );
}
