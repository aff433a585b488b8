import { Text } from "@mantine/core";
import { useState } from "react";
import type { Approval } from "#shared/contract/approvals.ts";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { RecoveryKeyField } from "../secrets/RecoveryKeyField.tsx";
import { DemoFill } from "./DemoFill.tsx";

interface RecoveryKeyApprovalProps {
  approval: Approval;
  onApproved: () => void;
  onChanged: () => void;
  onCancel: () => void;
}

/** When nobody else can approve: the recovery key takes the place of the second administrator. */
export function RecoveryKeyApproval({ approval, onApproved, onChanged, onCancel }: RecoveryKeyApprovalProps) {
  const [recoveryKey, setRecoveryKey] = useState("");
  const approve = useAction("approvals.approveByRecoveryKey", onApproved);
  const wait = useCountdown(retryAt(approve.error));
  const submit = () =>
    approve.mutate(
      { id: approval.id, recoveryKey },
      { onError: (error) => error.code === "APPROVAL_CHANGED" && onChanged() },
    );
  return (
    <DialogForm
      submitLabel={afterWait(wait, "Approve")}
      complete={recoveryKey.trim() !== "" && wait === 0}
      busy={approve.isPending}
      error={approve.error}
      marked={["recoveryKey"]}
      retry={false}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <Text size="sm">
        No other administrator can approve this, so the recovery key does. Fetching it from its safe place gives you
        time to think.
      </Text>
      <RecoveryKeyField
        value={recoveryKey}
        onChange={setRecoveryKey}
        error={fieldError(approve.error, "recoveryKey")}
        disabled={wait > 0}
        first
      />
      <DemoFill pick={(demo) => demo.recoveryKey} onFill={setRecoveryKey} />
    </DialogForm>
  );
}
