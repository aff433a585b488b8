import { List, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Administrator, Invitation } from "#shared/contract/admins.ts";
import type { Role } from "#shared/model/records.ts";
import { DialogForm } from "../../ui/DialogForm.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { RoleField } from "./RoleField.tsx";
import { useAct } from "./use-act.ts";
import { type Act, wordings } from "./words.ts";
import { Modal } from "../../ui/Modal.tsx";

interface Asking {
  admin: Administrator;
  act: Act;
}

interface ActDialogProps {
  asking: Asking | null;
  /** Shows the code that an action returned. */
  onInvited: (invitation: Invitation) => void;
  onClose: () => void;
}

/** Asks before an action on an administrator, and carries it out. */
export function ActDialog({ asking, onInvited, onClose }: ActDialogProps) {
  return (
    <Modal
      opened={asking !== null}
      onClose={onClose}
      title={asking ? wordings[asking.act].title(asking.admin.name) : ""}
      keepMounted={false}
    >
      {asking && <ActForm asking={asking} onInvited={onInvited} onClose={onClose} />}
    </Modal>
  );
}

function ActForm({ asking, onInvited, onClose }: ActDialogProps & { asking: Asking }) {
  const { admin, act } = asking;
  const [role, setRole] = useState<Role>(admin.role);
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const { run, busy, error } = useAct(asking, { onInvited, onDone: onClose });
  const wording = wordings[act];
  const complete =
    (!wording.reason || reason.trim() !== "") &&
    (act !== "remove" || typed.trim() === admin.name) &&
    (act !== "setRole" || role !== admin.role);
  const submit = () => run({ role, reason });
  return (
    <DialogForm
      submitLabel={wording.confirmLabel}
      destructive={wording.destructive}
      focusSubmit={!wording.reason}
      complete={complete}
      busy={busy}
      error={error}
      marked={["reason"]}
      onSubmit={submit}
      onCancel={onClose}
    >
      <Consequences lines={wording.consequences(admin.name)} />
      {act === "setRole" && <RoleField role={role} onChange={setRole} />}
      {wording.reason && (
        <TextInput
          label="Reason"
          description="Recorded in the audit log"
          autoComplete="off"
          maxLength={300}
          value={reason}
          error={fieldError(error, "reason")}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      )}
      {act === "remove" && (
        <TextInput
          label={`Type ${admin.name} to confirm`}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
    </DialogForm>
  );
}

function Consequences({ lines }: { lines: readonly string[] }) {
  if (lines.length === 1) return <Text>{lines[0]}</Text>;
  return (
    <List spacing={6}>
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}
