import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { isChosen, NewSecretFields } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { useContractForm } from "../../form/use-contract-form.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import type { ProofStepProps } from "./EnrolmentFlow.tsx";
import { ProofFrame } from "./ProofFrame.tsx";

type Typed = InputOf<"access.beginOwnEnrolment">;

const typedOf = ({ name, invitation, password }: Typed): Typed => ({ name, invitation, password });

/** Name, one-time code and password. Until it is sent, nobody knows here whether the password is a new one. */
export function CodeForm({ onBegun }: ProofStepProps<Typed, OutputOf<"access.beginOwnEnrolment">>) {
  const { organisation } = useStatus();
  const form = useContractForm({
    procedure: "access.beginOwnEnrolment",
    initial: { name: "", invitation: "", password: "", again: "" },
    input: typedOf,
    ready: ({ name, invitation, password, again }) =>
      name.trim() !== "" && invitation.trim() !== "" && isChosen(password, again),
    onDone: (pending, typed) => onBegun(typedOf(typed), pending),
  });
  return (
    <ProofFrame
      title="Sign in with a one-time code"
      introduction="An owner gave you a name and a code. The code works once, and only for ten minutes."
      form={form}
      name={form.field("name")}
    >
      <CodeInput
        label="One-time code"
        description="Upper and lower case do not matter"
        letters
        {...form.field("invitation")}
      />
      <NewSecretFields
        label="Password"
        repeatLabel="Password again"
        description="Choose a password. If you already have one here, enter that one."
        field={form.field("password")}
        again={form.field("again")}
        related={[form.values.name, organisation]}
      />
    </ProofFrame>
  );
}
