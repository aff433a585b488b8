import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import type { Approval } from "#shared/contract/approvals.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { afterWait } from "../../ui/after-wait.ts";
import type { Confirmation } from "../../ui/notify.ts";
import { DialogActions, type DialogWays } from "./DialogActions.tsx";
import { factorField, factorInput, inPlainWords, isTyped, noFactor } from "./factor.ts";
import { FactorField } from "./FactorField.tsx";

interface ApproveFormProps extends DialogWays {
  approval: Approval;
  /** Who approves, if known: an approver in their own window. */
  approver?: string;
  hint: string;
  /** What is told once it is approved. */
  confirmation?: Confirmation;
  onApproved: (approval: Approval) => void;
  /** The action would no longer do what is shown. */
  onChanged?: () => void;
}

/** The second administrator's name, password and code, for this one approval. */
export function ApproveForm({ approval, approver = "", hint, ...rest }: ApproveFormProps) {
  const { confirmation, onApproved, onChanged, ...ways } = rest;
  const form = useContractForm({
    procedure: "approvals.approve",
    initial: { name: approver, password: "", factor: noFactor },
    input: ({ name, password, factor }) => ({ id: approval.id, name, password, ...factorInput(factor) }),
    ready: ({ name, password, factor }) => name.trim() !== "" && password !== "" && isTyped(factor),
    fieldOf: factorField,
    told: inPlainWords,
    confirmation,
    onAnswer: onApproved,
    onRefused: ({ code }) => {
      form.set({ factor: { ...form.values.factor, text: "" } });
      if (code === "APPROVAL_CHANGED") onChanged?.();
    },
  });
  const disabled = form.wait > 0;
  return (
    <form {...form.element}>
      <Stack gap="md">
        <Text size="sm">{hint}</Text>
        <TextInput
          label="Name"
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
          readOnly={approver !== ""}
          {...form.field("name")}
          {...(approver === "" ? { "data-autofocus": true } : {})}
        />
        <PasswordInput
          label="Password"
          autoComplete="off"
          disabled={disabled}
          {...form.field("password")}
          {...(approver === "" ? {} : { "data-autofocus": true })}
        />
        <FactorField form={form} {...form.field("factor")} />
        <FormNotice form={form} />
        <DialogActions {...ways}>
          <Button type="submit" loading={form.busy} disabled={!form.isReady}>
            {afterWait(form.wait, "Approve")}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
