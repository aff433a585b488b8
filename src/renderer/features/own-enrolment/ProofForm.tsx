import { Anchor, PasswordInput } from "@mantine/core";
import { useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { RecoveryKeyField } from "../../app/secrets/RecoveryKeyField.tsx";
import { allTyped, noShares, shareFields, ShareFields } from "../../app/secrets/ShareFields.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { fieldError } from "../../ui/ErrorNotice.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import type { ProofStepProps } from "./EnrolmentFlow.tsx";
import { ProofFrame } from "./ProofFrame.tsx";

/** Name, password and the recovery key or its shares, sent together: a refusal cannot say which part was wrong. */
export function ProofForm({ onBegun }: ProofStepProps<InputOf<"recovery.begin">, OutputOf<"recovery.begin">>) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [key, setKey] = useState("");
  const [shares, setShares] = useState<readonly string[] | null>(null);
  const begin = useAction("recovery.begin");
  const waiting = useCountdown(retryAt(begin.error)) > 0;
  const submit = () => {
    const proof = { name, password, ...(shares === null ? { recoveryKey: key } : { shares: [...shares] }) };
    begin.mutate(proof, { onSuccess: (pending) => onBegun(proof, pending) });
  };
  return (
    <ProofFrame
      title="Recover access with the recovery key"
      introduction="For owners who have neither their authenticator nor a backup code. Others ask an owner to reset theirs."
      name={name}
      onName={setName}
      complete={password !== "" && (shares === null ? key.trim() !== "" : allTyped(shares))}
      busy={begin.isPending}
      error={begin.error}
      marked={["recoveryKey", ...shareFields(shares ?? [])]}
      onSubmit={submit}
    >
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {shares === null ? (
        <RecoveryKeyField value={key} onChange={setKey} error={fieldError(begin.error, "recoveryKey")} />
      ) : (
        <ShareFields shares={shares} onChange={setShares} error={begin.error} disabled={waiting} />
      )}
      <Anchor
        component="button"
        type="button"
        size="sm"
        ta="left"
        onClick={() => setShares(shares === null ? noShares() : null)}
      >
        {shares === null ? "Use shares of the recovery key instead" : "Use the whole recovery key instead"}
      </Anchor>
    </ProofFrame>
  );
}
