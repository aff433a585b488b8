import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { isChosen, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { secondsInWords } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { StepHead } from "../../ui/StepHead.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";

interface CodeFormProps {
  onBegun: (typed: InputOf<"access.beginOwnEnrolment">, pending: OutputOf<"access.beginOwnEnrolment">) => void;
  onBack: () => void;
}

const marked = ["name", "invitation", "password"];

/** Name, one-time code and password. Whether the password is a new one is not known here before it is sent. */
export function CodeForm({ onBegun, onBack }: CodeFormProps) {
  const { organisation } = useStatus();
  const [name, setName] = useState("");
  const [invitation, setInvitation] = useState("");
  const [secret, setSecret] = useState(noSecret);
  const begin = useAction("access.beginOwnEnrolment");
  const wait = useCountdown(retryAt(begin.error));
  const complete = name.trim() !== "" && invitation.trim() !== "" && isChosen(secret);
  const submit = () => {
    if (wait > 0) return;
    const typed = { name, invitation, password: secret.first };
    begin.mutate(typed, { onSuccess: (pending) => onBegun(typed, pending) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="lg">
        <StepHead title="Sign in with a one-time code">
          An owner gave you a name and a code. The code works once, and only for ten minutes.
        </StepHead>
        <TextInput
          label="Name"
          autoComplete="username"
          spellCheck={false}
          maxLength={128}
          value={name}
          error={fieldError(begin.error, "name")}
          onChange={(event) => setName(event.currentTarget.value)}
          autoFocus
        />
        <CodeInput
          label="One-time code"
          description="Capital and small letters are the same"
          letters
          value={invitation}
          error={fieldError(begin.error, "invitation")}
          onChange={setInvitation}
        />
        <NewSecretFields
          label="Password"
          repeatLabel="Password again"
          description="Choose a password. If you already have one here, type that one."
          value={secret}
          onChange={setSecret}
          related={[name, organisation ?? ""]}
          error={fieldError(begin.error, "password")}
        />
        <ErrorNotice error={begin.error} marked={marked} />
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
