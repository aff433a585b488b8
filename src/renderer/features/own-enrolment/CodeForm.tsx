import { useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { isChosen, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import type { ProofStepProps } from "./EnrolmentFlow.tsx";
import { ProofFrame } from "./ProofFrame.tsx";

type CodeFormProps = ProofStepProps<InputOf<"access.beginOwnEnrolment">, OutputOf<"access.beginOwnEnrolment">>;

/** Name, one-time code and password. Until it is sent, nobody knows here whether the password is a new one. */
export function CodeForm({ onBegun }: CodeFormProps) {
  const { organisation } = useStatus();
  const [name, setName] = useState("");
  const [invitation, setInvitation] = useState("");
  const [secret, setSecret] = useState(noSecret);
  const begin = useAction("access.beginOwnEnrolment");
  const submit = () => {
    const typed = { name, invitation, password: secret.first };
    begin.mutate(typed, { onSuccess: (pending) => onBegun(typed, pending) });
  };
  return (
    <ProofFrame
      title="Sign in with a one-time code"
      introduction="An owner gave you a name and a code. The code works once, and only for ten minutes."
      name={name}
      onName={setName}
      complete={invitation.trim() !== "" && isChosen(secret)}
      busy={begin.isPending}
      error={begin.error}
      marked={["invitation", "password"]}
      onSubmit={submit}
    >
      <CodeInput
        label="One-time code"
        description="Upper and lower case do not matter"
        letters
        value={invitation}
        error={fieldError(begin.error, "invitation")}
        onChange={setInvitation}
      />
      <NewSecretFields
        label="Password"
        repeatLabel="Password again"
        description="Choose a password. If you already have one here, enter that one."
        value={secret}
        onChange={setSecret}
        related={[name, organisation ?? ""]}
        error={fieldError(begin.error, "password")}
      />
    </ProofFrame>
  );
}
