import { NumberInput, Text } from "@mantine/core";
import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import type { Shown } from "./Ceremony.tsx";
import { Modal } from "../../ui/Modal.tsx";

interface MakeSharesDialogProps {
  opened: boolean;
  onClose: () => void;
  onShow: (shown: Shown) => void;
}

export function MakeSharesDialog({ opened, onClose, onShow }: MakeSharesDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Make shares of a new recovery key" keepMounted={false}>
      <MakeSharesForm onClose={onClose} onShow={onShow} />
    </Modal>
  );
}

const fewest = 2;
const most = 16;

/** What is wrong with the two numbers; undefined: nothing. */
function faultOf(total: number | "", needed: number | ""): { total?: string; needed?: string } {
  const outside = (value: number | "") => value === "" || value < fewest || value > most;
  if (outside(total)) return { total: `From ${fewest} to ${most}.` };
  if (outside(needed)) return { needed: `From ${fewest} to ${most}.` };
  return Number(needed) > Number(total) ? { needed: "No more shares can be needed than there are." } : {};
}

function MakeSharesForm({ onClose, onShow }: Omit<MakeSharesDialogProps, "opened">) {
  const [total, setTotal] = useState<number | "">(3);
  const [needed, setNeeded] = useState<number | "">(2);
  const make = useAction("vault.prepareRecoveryKey", ({ shares }) =>
    onShow({ what: "shares", shares, needed: Number(needed) }),
  );
  const fault = faultOf(total, needed);
  const sound = fault.total === undefined && fault.needed === undefined;
  const submit = () => {
    if (sound) make.mutate({ shares: { total: Number(total), needed: Number(needed) } });
  };
  return (
    <DialogForm
      submitLabel="Make shares"
      complete={sound}
      busy={make.isPending}
      error={make.error}
      marked={["shares.total", "shares.needed"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Text size="sm">
        This makes a new recovery key that exists only as shares, one for each person. It takes the number that you set
        here to open the console; fewer open nothing. Once all are handed out, the present recovery key or its shares no
        longer work.
      </Text>
      <Amount
        label="How many people get a share"
        value={total}
        onChange={setTotal}
        disabled={make.isPending}
        error={fault.total ?? fieldError(make.error, "shares.total")}
        first
      />
      <Amount
        label="How many of them are needed"
        value={needed}
        onChange={setNeeded}
        disabled={make.isPending}
        error={fault.needed ?? fieldError(make.error, "shares.needed")}
      />
      {sound && (
        <Text size="sm" c="dimmed">
          {total === needed
            ? "Every share is needed: if one is lost, the recovery key is lost."
            : `Up to ${counted(Number(total) - Number(needed), "share", "shares")} may be lost.`}
        </Text>
      )}
    </DialogForm>
  );
}

interface AmountProps {
  label: string;
  value: number | "";
  onChange: (value: number | "") => void;
  error: string | undefined;
  disabled: boolean;
  first?: boolean;
}

function Amount({ label, value, onChange, error, disabled, first = false }: AmountProps) {
  return (
    <NumberInput
      label={label}
      min={fewest}
      max={most}
      clampBehavior="none"
      allowDecimal={false}
      value={value}
      error={error}
      disabled={disabled}
      onChange={(typed) => onChange(typeof typed === "number" ? typed : "")}
      {...(first ? { "data-autofocus": true } : {})}
    />
  );
}
