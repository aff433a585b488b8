import { Text } from "@mantine/core";
import type { Approval } from "#shared/contract/approvals.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
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
  const form = useContractForm({
    procedure: "approvals.approveByRecoveryKey",
    initial: { recoveryKey: "" },
    input: ({ recoveryKey }) => ({ id: approval.id, recoveryKey }),
    ready: ({ recoveryKey }) => recoveryKey.trim() !== "",
    onAnswer: onApproved,
    onRefused: ({ code }) => code === "APPROVAL_CHANGED" && onChanged(),
  });
  return (
    <DialogForm form={form} submitLabel="Approve" onCancel={onCancel}>
      <Text size="sm">
        No other administrator can approve this, so the recovery key does. Fetching it from its safe place gives you
        time to think.
      </Text>
      <RecoveryKeyField {...form.field("recoveryKey")} disabled={form.wait > 0} first />
      <DemoFill pick={(demo) => demo.recoveryKey} onFill={(recoveryKey) => form.set({ recoveryKey })} />
    </DialogForm>
  );
}
