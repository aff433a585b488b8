import { Anchor, Group, Select, Text, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { TokenId } from "#shared/model/ids.ts";
import { BackupCodesPanel, type ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";
import { DialogForm } from "../../form/DialogForm.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { parametersInWords } from "../../ui/ParameterFields.tsx";
import { type Person, PersonSelect } from "./PersonSelect.tsx";
import { type HardwareToken, holderName } from "./words.ts";

interface AssignDialogProps {
  /** null: closed. */
  token: HardwareToken | null;
  /** It was assigned, and any backup codes are kept. */
  onDone: () => void;
  /** What can help after a refused code. */
  onAct: (token: HardwareToken, act: "correct" | "resync") => void;
  onClose: () => void;
}

interface Assigned {
  person: Person;
  codes: ShownCodes;
}

/**
 * Gives a token to a person. Backup codes that were made with it are shown until they are acknowledged, even if it was
 * closed before they came.
 */
export function AssignDialog({ token, onDone, onAct, onClose }: AssignDialogProps) {
  const [assigned, setAssigned] = useState<Assigned | null>(null);
  const done = () => {
    setAssigned(null);
    onDone();
  };
  const codesShown = assigned !== null;
  return (
    <Modal
      opened={token !== null || codesShown}
      onClose={codesShown ? () => undefined : onClose}
      withCloseButton={!codesShown}
      closeOnEscape={!codesShown}
      closeOnClickOutside={false}
      title={codesShown ? `Backup codes for ${holderName(assigned.person)}` : `Assign ${token?.serial ?? ""}`}
      size="lg"
    >
      {codesShown ? (
        <BackupCodesPanel
          codes={assigned.codes}
          subject={assigned.person.username}
          acknowledgement={`${holderName(assigned.person)} has these codes`}
          doneLabel="Done"
          onDone={done}
        />
      ) : (
        token && (
          <AssignForm
            token={token}
            onAct={(act) => onAct(token, act)}
            onClose={onClose}
            onCodes={setAssigned}
            onDone={onDone}
          />
        )
      )}
    </Modal>
  );
}

interface AssignFormProps {
  token: HardwareToken;
  /** New backup codes were made for the person. */
  onCodes: (assigned: Assigned) => void;
  onDone: () => void;
  onAct: (act: "correct" | "resync") => void;
  onClose: () => void;
}

const noCode = { person: null as Person | null, code: "", label: "", replaces: null as TokenId | null };

function AssignForm({ token, onCodes, onDone, onAct, onClose }: AssignFormProps) {
  const codeInput = useRef<HTMLInputElement>(null);
  const form = useContractForm({
    procedure: "inventory.assign",
    initial: noCode,
    input: ({ person, code, label, replaces }) =>
      person && {
        serial: token.serial,
        user: { id: person.id },
        code,
        ...(label.trim() === "" ? {} : { label }),
        ...(replaces === null ? {} : { replaces }),
      },
    ready: ({ code }) => code.trim() !== "",
    confirmation: (_, { person }) => person && `${token.serial} was assigned to ${holderName(person)}.`,
    onAnswer: (codes, { person }) => {
      if (person && codes.backupCodes.length > 0) onCodes({ person, codes });
    },
    onDone,
  });
  const { person, replaces } = form.values;
  const choose = (chosen: Person | null) => {
    form.set({ person: chosen, replaces: null });
    if (chosen) codeInput.current?.focus();
  };
  return (
    <DialogForm form={form} submitLabel="Assign" onCancel={onClose}>
      <Text size="sm" c="dimmed">
        {[token.model, parametersInWords(token)].filter((fact) => fact !== "").join(" · ")}
      </Text>
      <PersonSelect person={person} onChoose={choose} />
      {person && <ReplaceSelect person={person} value={replaces} onChange={(id) => form.set({ replaces: id })} />}
      <TextInput
        label="Label"
        description="Optional. To tell it from the person's other authenticators"
        maxLength={64}
        {...form.field("label")}
      />
      <CodeInput
        ref={codeInput}
        label="Code"
        description={`The ${token.digits} digits that the token shows now. They prove that this is the right token.`}
        {...form.field("code")}
        digits={token.digits}
        onWhole={(code) => form.submit({ code })}
        busy={form.busy}
        refused={form.error}
      />
      {form.error?.code === "CODE_REFUSED" && (
        <Group gap="lg">
          <Anchor component="button" type="button" size="sm" onClick={() => onAct("correct")}>
            Correct its details
          </Anchor>
          <Anchor component="button" type="button" size="sm" onClick={() => onAct("resync")}>
            Resynchronise with three codes
          </Anchor>
        </Group>
      )}
    </DialogForm>
  );
}

interface ReplaceSelectProps {
  person: Person;
  value: TokenId | null;
  onChange: (id: TokenId | null) => void;
}

const none = "none";

/** Shown only if the person has an authenticator that this one can replace. */
function ReplaceSelect({ person, value, onChange }: ReplaceSelectProps) {
  const { data, error } = useProcedure("users.get", { user: { id: person.id } });
  const present = (data?.tokens ?? []).filter(({ status }) => status !== "revoked" && status !== "pending");
  if (error) return <ErrorNotice error={error} />;
  if (present.length === 0) return null;
  return (
    <Select
      label="Replaces"
      description="The replaced authenticator is revoked permanently"
      data={[
        { value: none, label: "None: add another one" },
        ...present.map(({ id, label, serial }) => ({
          value: id as string,
          label: serial === null ? label : `${label} (${serial})`,
        })),
      ]}
      value={value ?? none}
      onChange={(chosen) => onChange(TokenId.safeParse(chosen).data ?? null)}
    />
  );
}
