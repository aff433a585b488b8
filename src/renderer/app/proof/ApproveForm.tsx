import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Approval } from "#shared/contract/approvals.ts";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { ErrorNotice, fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { DialogActions, type DialogWays } from "./DialogActions.tsx";
import { factorInput, inPlainWords, isTyped, noFactor } from "./factor.ts";
import { FactorField } from "./FactorField.tsx";

interface ApproveFormProps extends DialogWays {
  approval: Approval;
  /** Who approves, if known: an approver in their own window. */
  approver?: string;
  hint: string;
  onApproved: (approval: Approval) => void;
  /** The action would no longer do what is shown. */
  onChanged?: () => void;
}

const marked = ["name", "password", "code", "backupCode"];

/** The second administrator's name, password and code, for this one approval. */
export function ApproveForm({ approval, approver = "", hint, onApproved, onChanged, ...ways }: ApproveFormProps) {
  const [name, setName] = useState(approver);
  const [password, setPassword] = useState("");
  const [factor, setFactor] = useState(noFactor);
  const approve = useAction("approvals.approve", onApproved);
  const wait = useCountdown(retryAt(approve.error));
  const begun = name.trim() !== "" && password !== "";
  const complete = begun && isTyped(factor);
  const refused = (error: ShownError) => {
    setFactor({ ...factor, text: "" });
    if (error.code === "APPROVAL_CHANGED") onChanged?.();
  };
  const submit = (typed = factor): boolean => {
    if (wait > 0 || !begun || !isTyped(typed) || approve.isPending) return false;
    approve.mutate({ id: approval.id, name, password, ...factorInput(typed) }, { onError: refused });
    return true;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{hint}</Text>
        <TextInput
          label="Name"
          autoComplete="off"
          spellCheck={false}
          value={name}
          error={fieldError(approve.error, "name")}
          disabled={wait > 0}
          readOnly={approver !== ""}
          onChange={(event) => setName(event.currentTarget.value)}
          {...(approver === "" ? { "data-autofocus": true } : {})}
        />
        <PasswordInput
          label="Password"
          autoComplete="off"
          value={password}
          error={fieldError(approve.error, "password")}
          disabled={wait > 0}
          onChange={(event) => setPassword(event.currentTarget.value)}
          {...(approver === "" ? {} : { "data-autofocus": true })}
        />
        <FactorField
          factor={factor}
          onChange={setFactor}
          disabled={wait > 0}
          busy={approve.isPending}
          refused={approve.error}
          onWhole={(text) => submit({ text, backup: false })}
          error={fieldError(approve.error, factor.backup ? "backupCode" : "code")}
        />
        <ErrorNotice error={inPlainWords(approve.error)} marked={marked} />
        <DialogActions {...ways}>
          <Button type="submit" loading={approve.isPending} disabled={!complete || wait > 0}>
            {afterWait(wait, "Approve")}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
