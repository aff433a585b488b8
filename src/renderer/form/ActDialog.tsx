import { Text, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { type InputOf, type OutputOf, type ProcedureName, procedures } from "#shared/contract/index.ts";
import { CodeInput } from "../ui/CodeInput.tsx";
import { Consequences } from "../ui/Consequences.tsx";
import { Modal } from "../ui/Modal.tsx";
import type { Confirmation } from "../ui/notify.ts";
import { DialogForm } from "./DialogForm.tsx";
import { ReasonField } from "./ReasonField.tsx";
import { useContractForm } from "./use-contract-form.ts";

/** What the dialog asks for itself. */
type Asked = "reason" | "code";

/** Everything but what is asked for. The contract checks the whole. */
type Given<Input> = Input extends unknown ? Omit<Input, Asked> : never;

interface ActOf<Name extends ProcedureName> {
  procedure: Name;
  input: Given<InputOf<Name>>;
  title: string;
  /** What will happen, one line each. */
  consequences: readonly ReactNode[];
  /** Names the action, not "OK". */
  confirmLabel: string;
  cancelLabel?: string;
  destructive?: boolean;
  /** Asked for if it is named here. */
  reason?: "required" | "optional";
  /** Has to be typed to confirm. */
  typed?: { label: string; text: string };
  /** A code that the device shows now, of this many digits. */
  code?: { digits: number; description: string };
  /** What is told afterwards; nothing if it is left out. */
  confirmation?: Confirmation | ((output: OutputOf<Name>) => Confirmation);
  /** Called before the dialog closes, once the lists that were touched have been read again. */
  onDone?: (output: OutputOf<Name>) => void;
  /** Called at once, even if the dialog was closed meanwhile; closes it. */
  onAnswer?: (output: OutputOf<Name>) => void;
}

/** An action in words: a row of a feature's table. */
export type Act = { [Name in ProcedureName]: ActOf<Name> }[ProcedureName];

interface ActDialogProps {
  /** null: nothing is asked, the dialog is closed. */
  act: Act | null;
  /** Further fields, whose values are part of the action's input. */
  children?: ReactNode;
  /** Whether those are complete. */
  ready?: boolean;
  onClose: () => void;
}

/** Asks before something is done, does it, and says so. */
export function ActDialog({ act, onClose, ...more }: ActDialogProps) {
  return (
    <Modal opened={act !== null} onClose={onClose} title={act?.title ?? ""}>
      {act && <ActForm act={act} onClose={onClose} {...more} />}
    </Modal>
  );
}

type ActFormProps = Omit<ActDialogProps, "act"> & { act: ActOf<ProcedureName> };

const nothing = { reason: "", typed: "", code: "" };

function useActForm({ act, ready = true, onClose }: ActFormProps) {
  return useContractForm({
    procedure: act.procedure,
    initial: nothing,
    input: ({ reason, code }) =>
      ({
        ...act.input,
        ...(act.reason && reason.trim() !== "" ? { reason } : {}),
        ...(act.code ? { code } : {}),
      }) as InputOf<ProcedureName>,
    ready: ({ reason, typed, code }) =>
      ready &&
      (act.reason !== "required" || reason.trim() !== "") &&
      (!act.typed || typed.trim() === act.typed.text) &&
      (!act.code || code.trim() !== ""),
    confirmation: act.confirmation,
    onAnswer: (output) => {
      if (!act.onAnswer) return;
      act.onAnswer(output);
      onClose();
    },
    onDone: (output) => {
      act.onDone?.(output);
      onClose();
    },
  });
}

function ActForm(props: ActFormProps) {
  const { act, children, onClose } = props;
  const { reason, typed, code, destructive = false, cancelLabel = "Cancel" } = act;
  const form = useActForm(props);
  return (
    <DialogForm
      form={form}
      submitLabel={act.confirmLabel}
      cancelLabel={cancelLabel}
      destructive={destructive}
      focusSubmit={reason !== "required" && !typed && !code}
      onCancel={onClose}
    >
      <Consequences of={act.consequences} />
      {children}
      {reason && (
        <ReasonField {...form.field("reason")} optional={reason === "optional"} first={reason === "required"} />
      )}
      {typed && (
        <TextInput
          label={typed.label}
          autoComplete="off"
          spellCheck={false}
          {...form.field("typed")}
          {...(reason ? {} : { "data-autofocus": true })}
        />
      )}
      {code && (
        <CodeInput
          label="Code"
          description={code.description}
          data-autofocus
          {...form.field("code")}
          digits={code.digits}
          onWhole={(whole) => form.submit({ code: whole })}
          busy={form.busy}
          refused={form.error}
        />
      )}
      <WhatFollows procedure={act.procedure} />
    </DialogForm>
  );
}

/** What the console asks for before it does it. */
function WhatFollows({ procedure }: { procedure: ProcedureName }) {
  const { stepUp, countersign } = procedures[procedure];
  if (stepUp === null && !countersign) return null;
  return (
    <Text size="sm" c="dimmed">
      {countersign
        ? "You may be asked for a fresh code, and for the approval of a second administrator."
        : "You may be asked for a fresh code."}
    </Text>
  );
}
