import { PasswordInput, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { InputOf } from "#shared/contract/index.ts";
import type { VaultSlot } from "#shared/contract/vault.ts";
import { RecoveryKeyField } from "../../app/secrets/RecoveryKeyField.tsx";
import { allTyped, noShares, ShareFields, shareFields } from "../../app/secrets/ShareFields.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { slotInWords } from "./slot-words.ts";

/** Tests whether somebody still has what opens the console. */
export function CheckDialog({ slot, onClose }: { slot: VaultSlot | null; onClose: () => void }) {
  return (
    <Modal
      opened={slot !== null}
      onClose={onClose}
      title={slot ? `Test: ${slotInWords(slot)}` : ""}
      keepMounted={false}
    >
      {slot && <CheckForm slot={slot} onClose={onClose} />}
    </Modal>
  );
}

const hints: Partial<Record<VaultSlot["kind"], string>> = {
  recovery: "Fetch the page with the recovery key and type it in. Nothing is opened; only the date is recorded.",
  shares: "Bring enough holders together; each types in their own share. Nothing is opened; only the date is recorded.",
};

type Typed = { single: string; shares: readonly string[] };

function inputOf({ kind }: VaultSlot, { single, shares }: Typed): InputOf<"vault.check"> {
  if (kind === "shares") return { shares: [...shares] };
  return kind === "recovery" ? { recoveryKey: single } : { passphrase: single };
}

function CheckForm({ slot, onClose }: { slot: VaultSlot; onClose: () => void }) {
  const [typed, setTyped] = useState<Typed>({ single: "", shares: noShares(slot.shares?.needed) });
  const check = useAction("vault.check");
  const wait = useCountdown(retryAt(check.error));
  const complete = slot.kind === "shares" ? allTyped(typed.shares) : typed.single.trim() !== "";
  const submit = () => {
    if (wait > 0 || !complete) return;
    check.mutate(inputOf(slot, typed), {
      onSuccess: () => {
        notifications.show({ title: "Test passed", message: "The test was recorded with today's date." });
        onClose();
      },
    });
  };
  return (
    <DialogForm
      submitLabel={afterWait(wait, "Test")}
      complete={complete && wait === 0}
      busy={check.isPending}
      error={check.error}
      marked={["recoveryKey", "passphrase", ...shareFields(typed.shares)]}
      retry={false}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm">{hints[slot.kind] ?? "Type it in. Nothing is opened; only the date is recorded."}</Text>
      <Fields slot={slot} typed={typed} onChange={setTyped} error={check.error} disabled={wait > 0} />
    </DialogForm>
  );
}

interface FieldsProps {
  slot: VaultSlot;
  typed: Typed;
  onChange: (typed: Typed) => void;
  error: ShownError | null;
  disabled: boolean;
}

function Fields({ slot, typed, onChange, error, disabled }: FieldsProps) {
  const single = (text: string) => onChange({ ...typed, single: text });
  if (slot.kind === "shares") {
    return (
      <ShareFields
        shares={typed.shares}
        onChange={(shares) => onChange({ ...typed, shares })}
        error={error}
        disabled={disabled}
      />
    );
  }
  if (slot.kind === "recovery") {
    return (
      <RecoveryKeyField
        value={typed.single}
        onChange={single}
        error={fieldError(error, "recoveryKey")}
        disabled={disabled}
        first
      />
    );
  }
  return (
    <PasswordInput
      label={slot.kind === "password" ? "The owner's password" : "Passphrase"}
      autoComplete="off"
      value={typed.single}
      error={fieldError(error, "passphrase")}
      disabled={disabled}
      onChange={(event) => single(event.currentTarget.value)}
      data-autofocus
    />
  );
}
