import { Anchor, Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { allTyped, noShares, ShareFields, shareFields } from "../../app/secrets/ShareFields.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { secondsInWords } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { StepHead } from "../../ui/StepHead.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";

interface ProofFormProps {
  onBegun: (proof: InputOf<"recovery.begin">, pending: OutputOf<"recovery.begin">) => void;
  onBack: () => void;
}

/** Name, password and recovery key, or shares of it, sent together: a refusal cannot say which part was wrong. */
export function ProofForm({ onBegun, onBack }: ProofFormProps) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [key, setKey] = useState("");
  const [shares, setShares] = useState<readonly string[] | null>(null);
  const begin = useAction("recovery.begin");
  const wait = useCountdown(retryAt(begin.error));
  const keyTyped = shares === null ? key.trim() !== "" : allTyped(shares);
  const complete = name.trim() !== "" && password !== "" && keyTyped;
  const submit = () => {
    if (wait > 0) return;
    const proof = { name, password, ...(shares === null ? { recoveryKey: key } : { shares: [...shares] }) };
    begin.mutate(proof, { onSuccess: (pending) => onBegun(proof, pending) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="lg">
        <StepHead title="Come back with the recovery key">
          For owners who have neither their authenticator nor a backup code. Others ask an owner to reset theirs.
        </StepHead>
        <TextInput
          label="Name"
          autoComplete="username"
          spellCheck={false}
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoFocus
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {shares === null ? (
          <TextInput
            label="Recovery key"
            description="The eight groups of four from the printed page"
            classNames={{ input: "mono" }}
            autoComplete="off"
            spellCheck={false}
            value={key}
            error={fieldError(begin.error, "recoveryKey")}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        ) : (
          <ShareFields shares={shares} onChange={setShares} error={begin.error} disabled={wait > 0} />
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
        <ErrorNotice error={begin.error} marked={["recoveryKey", ...shareFields(shares ?? [])]} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Back to sign-in
          </Button>
          <Button type="submit" loading={begin.isPending} disabled={!complete || wait > 0}>
            {wait > 0 ? `Try again in ${secondsInWords(wait)}` : "Next"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
