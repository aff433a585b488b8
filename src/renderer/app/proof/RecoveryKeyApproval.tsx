import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Approval } from "#shared/contract/approvals.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { secondsInWords } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { DemoFill } from "./DemoFill.tsx";
import { DialogActions } from "./DialogActions.tsx";

interface RecoveryKeyApprovalProps {
  approval: Approval;
  onApproved: () => void;
  onChanged: () => void;
  onCancel: () => void;
}

/** Where nobody else can approve: the recovery key stands in for the second administrator. */
export function RecoveryKeyApproval({ approval, onApproved, onChanged, onCancel }: RecoveryKeyApprovalProps) {
  const [recoveryKey, setRecoveryKey] = useState("");
  const approve = useAction("approvals.approveByRecoveryKey", onApproved);
  const wait = useCountdown(retryAt(approve.error));
  const typed = recoveryKey.trim() !== "";
  const submit = () => {
    if (wait > 0 || !typed) return;
    approve.mutate(
      { id: approval.id, recoveryKey },
      { onError: (error) => error.code === "APPROVAL_CHANGED" && onChanged() },
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          No other administrator can approve this, so the recovery key does: whoever fetches it from its safe place has
          taken the time to think.
        </Text>
        <TextInput
          label="Recovery key"
          description="The eight groups of four from the printed page"
          classNames={{ input: "mono" }}
          autoComplete="off"
          spellCheck={false}
          value={recoveryKey}
          error={fieldError(approve.error, "recoveryKey")}
          disabled={wait > 0}
          onChange={(event) => setRecoveryKey(event.currentTarget.value)}
          data-autofocus
        />
        <DemoFill pick={(demo) => demo.recoveryKey} onFill={setRecoveryKey} />
        <ErrorNotice error={approve.error} marked={["recoveryKey"]} />
        <DialogActions onCancel={onCancel}>
          <Button type="submit" loading={approve.isPending} disabled={!typed || wait > 0}>
            {wait > 0 ? `Try again in ${secondsInWords(wait)}` : "Approve"}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
