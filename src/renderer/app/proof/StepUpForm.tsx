import { Text } from "@mantine/core";
import type { OutputOf } from "#shared/contract/index.ts";
import type { ActKind } from "#shared/model/acts.ts";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { counted } from "../../ui/format.ts";
import type { Confirmation } from "../../ui/notify.ts";
import { DemoFill } from "./DemoFill.tsx";
import { factorField, factorInput, inPlainWords, isTyped, noFactor } from "./factor.ts";
import { FactorField } from "./FactorField.tsx";

const reasons: Record<ActKind, string> = {
  administrators: "This changes who may use the console.",
  "own security": "This changes how you sign in.",
  vault: "This changes how the console's secrets are opened or protected.",
  authenticators: "This changes which codes of other people are accepted.",
  export: "This writes keys of authenticators to a file.",
  restore: "This brings data from a backup into the console.",
};

const backupCodeUsed = ({ remainingBackupCodes }: OutputOf<"access.stepUp">): Confirmation | null =>
  remainingBackupCodes === null
    ? null
    : {
        title: "Confirmed with a backup code",
        message: `${counted(remainingBackupCodes, "backup code is", "backup codes are")} left.`,
        warns: true,
      };

interface StepUpFormProps {
  kind: ActKind;
  onDone: () => void;
  onCancel: () => void;
}

/** A fresh code, asked for before a sensitive action continues. */
export function StepUpForm({ kind, onDone, onCancel }: StepUpFormProps) {
  const form = useContractForm({
    procedure: "access.stepUp",
    initial: { factor: noFactor },
    input: ({ factor }) => ({ kind, ...factorInput(factor) }),
    ready: ({ factor }) => isTyped(factor),
    fieldOf: factorField,
    told: inPlainWords,
    confirmation: backupCodeUsed,
    onAnswer: onDone,
    onRefused: () => form.set({ factor: { ...form.values.factor, text: "" } }),
  });
  return (
    <DialogForm form={form} submitLabel="Confirm" onCancel={onCancel}>
      <Text>{reasons[kind]} Enter a new code from your own authenticator to continue.</Text>
      <FactorField form={form} {...form.field("factor")} first />
      <DemoFill pick={(demo) => demo.code} onFill={(text) => form.set({ factor: { text, backup: false } })} />
    </DialogForm>
  );
}
