import { NumberInput, Text } from "@mantine/core";
import { DialogForm } from "../../form/DialogForm.tsx";
import { type FieldProps, useContractForm } from "../../form/use-contract-form.ts";
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
    <Modal opened={opened} onClose={onClose} title="Make shares of a new recovery key">
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

const usual: { total: number | ""; needed: number | "" } = { total: 3, needed: 2 };

function MakeSharesForm({ onClose, onShow }: Omit<MakeSharesDialogProps, "opened">) {
  const form = useContractForm({
    procedure: "vault.prepareRecoveryKey",
    initial: usual,
    input: ({ total, needed }) => ({ shares: { total: Number(total), needed: Number(needed) } }),
    ready: ({ total, needed }) => Object.keys(faultOf(total, needed)).length === 0,
    fieldOf: (path) => path.replace(/^shares\./u, ""),
    onAnswer: ({ shares }) => onShow({ what: "shares", shares, needed: Number(form.values.needed) }),
  });
  const { total, needed } = form.values;
  const fault = faultOf(total, needed);
  return (
    <DialogForm form={form} submitLabel="Make shares" onCancel={onClose}>
      <Text size="sm">
        This makes a new recovery key that exists only as shares, one for each person. It takes the number that you set
        here to open the console; fewer open nothing. Once all are handed out, the present recovery key or its shares no
        longer work.
      </Text>
      <Amount
        label="How many people get a share"
        {...form.field("total")}
        disabled={form.busy}
        error={fault.total ?? form.field("total").error}
        first
      />
      <Amount
        label="How many of them are needed"
        {...form.field("needed")}
        disabled={form.busy}
        error={fault.needed ?? form.field("needed").error}
      />
      {form.isReady && (
        <Text size="sm" c="dimmed">
          {total === needed
            ? "Every share is needed: if one is lost, the recovery key is lost."
            : `Up to ${counted(Number(total) - Number(needed), "share", "shares")} may be lost.`}
        </Text>
      )}
    </DialogForm>
  );
}

interface AmountProps extends FieldProps<number | ""> {
  label: string;
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
