import { Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { IconKeyOff } from "@tabler/icons-react";
import { isChosen, NewSecretFields } from "../../app/secrets/NewSecretFields.tsx";
import { useStatus } from "../../app/session.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { type FieldProps, useContractForm } from "../../form/use-contract-form.ts";
import { Notice } from "../../ui/Notice.tsx";
import { StepHead } from "../../ui/StepHead.tsx";
import { beginInput, type Organisation, type SetupSecrets, type Unlocking, unlockingOf } from "./setup-state.ts";

interface OwnerStepProps {
  organisation: Organisation;
  onBack: () => void;
  onBegun: (secrets: SetupSecrets, unlocking: Unlocking) => void;
}

/** The owner's name and password; submitting them creates the database. */
export function OwnerStep({ organisation, onBack, onBegun }: OwnerStepProps) {
  const withoutKeychain = useStatus().keychain.state === "unavailable";
  const form = useContractForm({
    procedure: "setup.begin",
    initial: { owner: "", password: "", again: "", passphrase: "" },
    input: (typed) => beginInput(organisation, typed.owner, unlockingOf(typed)),
    ready: ({ owner, password, again }) => owner.trim() !== "" && isChosen(password, again),
    onDone: (secrets, typed) => onBegun(secrets, unlockingOf(typed)),
  });
  return (
    <form {...form.element}>
      <Stack gap="lg">
        <StepHead title="The owner">You are the first administrator and can do everything in this console.</StepHead>
        <TextInput
          label="Your name for signing in"
          description="No spaces"
          maxLength={128}
          autoComplete="username"
          spellCheck={false}
          {...form.field("owner")}
          required
          autoFocus
        />
        <NewSecretFields
          label="Password"
          repeatLabel="Password again"
          field={form.field("password")}
          again={form.field("again")}
          related={[form.values.owner, organisation.name]}
        />
        {withoutKeychain && <PassphraseField {...form.field("passphrase")} />}
        <FormNotice form={form} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack} disabled={form.busy}>
            Back
          </Button>
          <Button type="submit" loading={form.busy} disabled={!form.isReady}>
            Next
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Only if no keychain can store the key. */
function PassphraseField(field: FieldProps<string>) {
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
        {...field}
      />
    </Stack>
  );
}
