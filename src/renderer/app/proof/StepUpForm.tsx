import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import type { ActKind } from "#shared/model/acts.ts";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { DemoFill } from "./DemoFill.tsx";
import { factorInput, inPlainWords, isTyped, noFactor } from "./factor.ts";
import { FactorField } from "./FactorField.tsx";

const reasons: Record<ActKind, string> = {
  administrators: "This changes who may use the console.",
  "own security": "This changes how you sign in.",
  vault: "This changes how the console's secrets are opened or protected.",
  authenticators: "This changes which codes of other people are accepted.",
  restore: "This brings data from a backup into the console.",
};

function report({ remainingBackupCodes }: OutputOf<"access.stepUp">): void {
  if (remainingBackupCodes === null) return;
  notifications.show({
    color: "yellow",
    title: "Confirmed with a backup code",
    message: `${counted(remainingBackupCodes, "backup code is", "backup codes are")} left.`,
    autoClose: 10_000,
  });
}

interface StepUpFormProps {
  kind: ActKind;
  onDone: () => void;
  onCancel: () => void;
}

/** A fresh code, asked for before a sensitive action continues. */
export function StepUpForm({ kind, onDone, onCancel }: StepUpFormProps) {
  const [factor, setFactor] = useState(noFactor);
  const stepUp = useAction("access.stepUp", (output) => {
    report(output);
    onDone();
  });
  const wait = useCountdown(retryAt(stepUp.error));
  const submit = (typed = factor): boolean => {
    if (wait > 0 || !isTyped(typed) || stepUp.isPending) return false;
    stepUp.mutate({ kind, ...factorInput(typed) }, { onError: () => setFactor({ ...typed, text: "" }) });
    return true;
  };
  return (
    <DialogForm
      submitLabel={afterWait(wait, "Confirm")}
      complete={isTyped(factor) && wait === 0}
      busy={stepUp.isPending}
      error={inPlainWords(stepUp.error)}
      marked={["code", "backupCode"]}
      retry={false}
      onSubmit={() => submit()}
      onCancel={onCancel}
    >
      <Text>{reasons[kind]} Enter a new code from your own authenticator to continue.</Text>
      <FactorField
        factor={factor}
        onChange={setFactor}
        first
        disabled={wait > 0}
        busy={stepUp.isPending}
        refused={stepUp.error}
        onWhole={(text) => submit({ text, backup: false })}
        error={fieldError(stepUp.error, factor.backup ? "backupCode" : "code")}
      />
      <DemoFill pick={(demo) => demo.code} onFill={(text) => setFactor({ text, backup: false })} />
    </DialogForm>
  );
}
