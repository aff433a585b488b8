import { Anchor, PasswordInput } from "@mantine/core";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { RecoveryKeyField } from "../../app/secrets/RecoveryKeyField.tsx";
import { allTyped, noShares, ShareFields } from "../../app/secrets/ShareFields.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import type { ProofStepProps } from "./EnrolmentFlow.tsx";
import { ProofFrame } from "./ProofFrame.tsx";

type Proof = InputOf<"recovery.begin">;

const empty = { name: "", password: "", recoveryKey: "", shares: noShares(), inShares: false };

const proofOf = ({ name, password, recoveryKey, shares, inShares }: typeof empty): Proof => ({
  name,
  password,
  ...(inShares ? { shares } : { recoveryKey }),
});

/** Name, password and the recovery key or its shares, sent together: a refusal cannot say which part was wrong. */
export function ProofForm({ onBegun }: ProofStepProps<Proof, OutputOf<"recovery.begin">>) {
  const form = useContractForm({
    procedure: "recovery.begin",
    initial: empty,
    input: proofOf,
    ready: ({ name, password, recoveryKey, shares, inShares }) =>
      name.trim() !== "" && password !== "" && (inShares ? allTyped(shares) : recoveryKey.trim() !== ""),
    onDone: (pending, typed) => onBegun(proofOf(typed), pending),
  });
  const { inShares } = form.values;
  return (
    <ProofFrame
      title="Recover access with the recovery key"
      introduction="For owners who have neither their authenticator nor a backup code. Others ask an owner to reset theirs."
      form={form}
      name={form.field("name")}
    >
      <PasswordInput label="Password" autoComplete="current-password" {...form.field("password")} />
      {inShares ? (
        <ShareFields shares={form.field("shares")} field={form.field} disabled={form.wait > 0} />
      ) : (
        <RecoveryKeyField {...form.field("recoveryKey")} />
      )}
      <Anchor
        component="button"
        type="button"
        size="sm"
        ta="left"
        onClick={() => form.set({ inShares: !inShares, shares: noShares() })}
      >
        {inShares ? "Use the whole recovery key instead" : "Use shares of the recovery key instead"}
      </Anchor>
    </ProofFrame>
  );
}
