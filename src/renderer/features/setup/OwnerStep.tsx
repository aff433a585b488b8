import { Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { IconKeyOff } from "@tabler/icons-react";
import { useState } from "react";
import { isChosen, NewSecretFields, noSecret } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice, fieldError } from "../../ui/ErrorNotice.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { StepHead } from "../../ui/StepHead.tsx";
import { beginInput, type Organisation, type SetupSecrets, type Unlocking } from "./setup-state.ts";

interface OwnerStepProps {
  organisation: Organisation;
  onBack: () => void;
  onBegun: (secrets: SetupSecrets, unlocking: Unlocking) => void;
}

const marked = ["owner", "password", "passphrase"];

/** The owner's name and password; submitting them creates the database. */
export function OwnerStep({ organisation, onBack, onBegun }: OwnerStepProps) {
  const [owner, setOwner] = useState("");
  const [secret, setSecret] = useState(noSecret);
  const [passphrase, setPassphrase] = useState("");
  const begin = useAction("setup.begin");
  const withoutKeychain = useStatus().keychain.state === "unavailable";

  const submit = () => {
    const unlocking = { password: secret.first, ...(passphrase === "" ? {} : { passphrase }) };
    begin.mutate(beginInput(organisation, owner, unlocking), {
      onSuccess: (secrets) => onBegun(secrets, unlocking),
    });
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="lg">
        <StepHead title="The owner">You are the first administrator and can do everything in this console.</StepHead>
        <NameField value={owner} onChange={setOwner} error={fieldError(begin.error, "owner")} />
        <NewSecretFields
          label="Password"
          repeatLabel="Password again"
          value={secret}
          onChange={setSecret}
          related={[owner, organisation.name]}
          error={fieldError(begin.error, "password")}
        />
        {withoutKeychain && <PassphraseField value={passphrase} onChange={setPassphrase} />}
        <ErrorNotice error={begin.error} onRetry={submit} marked={marked} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack} disabled={begin.isPending}>
            Back
          </Button>
          <Button type="submit" loading={begin.isPending} disabled={owner.trim() === "" || !isChosen(secret)}>
            Next
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface NameFieldProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

function NameField({ value, onChange, error }: NameFieldProps) {
  return (
    <TextInput
      label="Your name for signing in"
      description="No spaces"
      value={value}
      maxLength={128}
      autoComplete="username"
      spellCheck={false}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      required
      autoFocus
    />
  );
}

interface PassphraseFieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** Only if no keychain can store the key. */
function PassphraseField({ value, onChange }: PassphraseFieldProps) {
  return (
    <Stack gap="sm">
      <Notice tone="wait" icon={<IconKeyOff size={18} />} title="This computer's keychain cannot be reached">
        People's secrets are encrypted, and the key is normally kept in the keychain. Here the console has to be
        unlocked each time it starts: with your password, or with a passphrase that several administrators can share.
      </Notice>
      <PasswordInput
        label="Passphrase (optional)"
        description="Leave blank to use your password."
        autoComplete="new-password"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Stack>
  );
}
