import { Anchor, Group, Select, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useRef, useState } from "react";
import { TokenId } from "#shared/model/ids.ts";
import { BackupCodesPanel, type ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { secondsInWords } from "../../ui/format.ts";
import { parametersInWords } from "../../ui/ParameterFields.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
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

/** Gives a token to a person. Once there are backup codes, it stays open until they are acknowledged. */
export function AssignDialog({ token, onDone, onAct, onClose }: AssignDialogProps) {
  const [assigned, setAssigned] = useState<Assigned | null>(null);
  const done = () => {
    setAssigned(null);
    onDone();
  };
  const codesShown = assigned !== null;
  return (
    <Modal
      opened={token !== null}
      onClose={codesShown ? () => undefined : onClose}
      withCloseButton={!codesShown}
      closeOnEscape={!codesShown}
      closeOnClickOutside={false}
      title={codesShown ? `Backup codes for ${holderName(assigned.person)}` : `Assign ${token?.serial ?? ""}`}
      size="lg"
      keepMounted={false}
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
            onAssigned={(answer) => {
              notifications.show({ message: `${token.serial} was assigned to ${holderName(answer.person)}.` });
              if (answer.codes.backupCodes.length > 0) setAssigned(answer);
              else done();
            }}
          />
        )
      )}
    </Modal>
  );
}

interface AssignFormProps {
  token: HardwareToken;
  onAssigned: (assigned: Assigned) => void;
  onAct: (act: "correct" | "resync") => void;
  onClose: () => void;
}

function AssignForm({ token, onAssigned, onAct, onClose }: AssignFormProps) {
  const [person, setPerson] = useState<Person | null>(null);
  const [code, setCode] = useState("");
  const [label, setLabel] = useState("");
  const [replaces, setReplaces] = useState<TokenId | null>(null);
  const codeInput = useRef<HTMLInputElement>(null);
  const assign = useAction("inventory.assign");
  const wait = useCountdown(retryAt(assign.error));
  const submit = (typed = code): boolean => {
    if (!person || typed.trim() === "" || wait > 0 || assign.isPending) return false;
    assign.mutate(
      {
        serial: token.serial,
        user: { id: person.id },
        code: typed,
        ...(label.trim() === "" ? {} : { label }),
        ...(replaces === null ? {} : { replaces }),
      },
      { onSuccess: (codes) => onAssigned({ person, codes }) },
    );
    return true;
  };
  const choose = (chosen: Person | null) => {
    setPerson(chosen);
    setReplaces(null);
    if (chosen) codeInput.current?.focus();
  };
  return (
    <DialogForm
      submitLabel={wait > 0 ? `Wait ${secondsInWords(wait)}` : "Assign"}
      complete={person !== null && code.trim() !== "" && wait === 0}
      busy={assign.isPending}
      error={assign.error}
      marked={["code", "serial"]}
      onSubmit={() => submit()}
      onCancel={onClose}
    >
      <Text size="sm" c="dimmed">
        {[token.model, parametersInWords(token)].filter((fact) => fact !== "").join(" · ")}
      </Text>
      <PersonSelect person={person} onChoose={choose} />
      {person && <ReplaceSelect person={person} value={replaces} onChange={setReplaces} />}
      <TextInput
        label="Label"
        description="Optional. To tell it from the person's other authenticators"
        maxLength={64}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <CodeInput
        ref={codeInput}
        label="Code"
        description={`The ${token.digits} digits that the token shows now. They prove that this is the right token.`}
        value={code}
        onChange={setCode}
        digits={token.digits}
        onWhole={submit}
        busy={assign.isPending}
        refused={assign.error}
        error={fieldError(assign.error, "code")}
      />
      {assign.error?.code === "CODE_REFUSED" && (
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
