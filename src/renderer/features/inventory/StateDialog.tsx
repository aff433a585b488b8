import { List, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { secondsInWords } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { type HardwareAct, type HardwareToken, holderName } from "./words.ts";

const ownDialog = ["assign", "correct", "resync"] as const;

type StateAct = Exclude<HardwareAct, (typeof ownDialog)[number]>;

const isStateAct = (act: HardwareAct): act is StateAct => !(ownDialog as readonly string[]).includes(act);

interface Wording {
  title: (serial: string) => string;
  /** @param holder who has it; null: nobody */
  consequences: (holder: string | null) => readonly string[];
  confirmLabel: string;
  done: (serial: string) => string;
  destructive: boolean;
  asksCode: boolean;
  asksReason: boolean;
}

const wordings: Record<StateAct, Wording> = {
  unassign: {
    title: (serial) => `Unassign ${serial}?`,
    consequences: (holder) => [
      `${holder ?? "The holder"} can no longer use its codes. Remaining backup codes still work.`,
      "It goes back into stock and can be assigned to somebody else.",
      "A code from it proves that it is here. Without it, report the token as lost.",
    ],
    confirmLabel: "Unassign",
    done: (serial) => `${serial} is in stock.`,
    destructive: true,
    asksCode: true,
    asksReason: true,
  },
  lost: {
    title: (serial) => `Report ${serial} as lost?`,
    consequences: (holder) => [
      holder === null
        ? "It cannot be assigned until it is marked as found."
        : `Its codes are refused at once: ${holder} needs a backup code or another authenticator.`,
      "If it turns up, mark it as found and assign it again.",
    ],
    confirmLabel: "Report as lost",
    done: (serial) => `${serial} is marked as lost.`,
    destructive: true,
    asksCode: false,
    asksReason: true,
  },
  found: {
    title: (serial) => `Mark ${serial} as found?`,
    consequences: () => ["It goes back into stock and belongs to nobody until it is assigned."],
    confirmLabel: "Mark as found",
    done: (serial) => `${serial} is in stock.`,
    destructive: false,
    asksCode: false,
    asksReason: false,
  },
  retire: {
    title: (serial) => `Retire ${serial} permanently?`,
    consequences: (holder) => [
      ...(holder === null ? [] : [`${holder} can no longer use its codes.`]),
      "Its seed is erased and it can never be assigned again. To use it after all, add it again with the seed from its maker.",
    ],
    confirmLabel: "Retire permanently",
    done: (serial) => `${serial} is retired.`,
    destructive: true,
    asksCode: false,
    asksReason: true,
  },
};

interface StateDialogProps {
  acting: { token: HardwareToken; act: HardwareAct } | null;
  onClose: () => void;
}

/** Asks before a token of the inventory changes its state, and changes it. */
export function StateDialog({ acting, onClose }: StateDialogProps) {
  const shown = acting && isStateAct(acting.act) ? { token: acting.token, act: acting.act } : null;
  return (
    <Modal
      opened={shown !== null}
      onClose={onClose}
      title={shown ? wordings[shown.act].title(shown.token.serial) : ""}
      keepMounted={false}
    >
      {shown && <StateForm {...shown} onClose={onClose} />}
    </Modal>
  );
}

function useAct(act: StateAct) {
  const actions = {
    unassign: useAction("inventory.unassign"),
    lost: useAction("inventory.lost"),
    found: useAction("inventory.found"),
    retire: useAction("inventory.retire"),
  };
  const run = (id: HardwareToken["id"], code: string, reason: string, onSuccess: () => void) => {
    const why = reason.trim() === "" ? {} : { reason };
    switch (act) {
      case "unassign":
        return actions.unassign.mutate({ id, code, ...why }, { onSuccess });
      case "lost":
        return actions.lost.mutate({ id, ...why }, { onSuccess });
      case "found":
        return actions.found.mutate({ id }, { onSuccess });
      case "retire":
        return actions.retire.mutate({ id, ...why }, { onSuccess });
    }
  };
  return { run, busy: actions[act].isPending, error: actions[act].error };
}

function StateForm({ token, act, onClose }: { token: HardwareToken; act: StateAct; onClose: () => void }) {
  const [code, setCode] = useState("");
  const [reason, setReason] = useState("");
  const { run, busy, error } = useAct(act);
  const wait = useCountdown(retryAt(error));
  const wording = wordings[act];
  const submit = (typed = code): boolean => {
    if (busy || wait > 0) return false;
    run(token.id, typed, reason, () => {
      notifications.show({ message: wording.done(token.serial) });
      onClose();
    });
    return true;
  };
  return (
    <DialogForm
      submitLabel={wait > 0 ? `Wait ${secondsInWords(wait)}` : wording.confirmLabel}
      destructive={wording.destructive}
      complete={(!wording.asksCode || code.trim() !== "") && wait === 0}
      busy={busy}
      error={error}
      marked={["code"]}
      onSubmit={() => submit()}
      onCancel={onClose}
    >
      <List spacing={6}>
        {wording.consequences(token.user && holderName(token.user)).map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {wording.asksReason && (
        <TextInput
          label="Reason"
          description="Optional. Recorded in the audit log"
          maxLength={300}
          {...(wording.asksCode ? {} : { "data-autofocus": true })}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {wording.asksCode && (
        <CodeInput
          label="Code"
          description={`The ${token.digits} digits that the token shows now`}
          data-autofocus
          value={code}
          onChange={setCode}
          digits={token.digits}
          onWhole={submit}
          busy={busy}
          refused={error}
          error={fieldError(error, "code")}
        />
      )}
    </DialogForm>
  );
}
