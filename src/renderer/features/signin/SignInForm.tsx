import { Anchor, Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { type ContractForm, useContractForm } from "../../form/use-contract-form.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { administratorDigits } from "../../ui/code-length.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { counted } from "../../ui/format.ts";
import type { Confirmation } from "../../ui/notify.ts";

interface Attempt {
  name: string;
  password: string;
  code: string;
  backupCode: string;
  /** Required with the password; none if the administrator turned off the second factor. */
  factor: "code" | "backup code" | "none";
  passphrase: string;
}

type SignInState = ContractForm<"access.signIn", Attempt>;

const emptyAttempt: Attempt = {
  name: "",
  password: "",
  code: "",
  backupCode: "",
  factor: "code",
  passphrase: "",
};

const inputOf = (attempt: Attempt, withPassphrase: boolean): InputOf<"access.signIn"> => ({
  name: attempt.name,
  password: attempt.password,
  ...(attempt.factor === "code" ? { code: attempt.code } : {}),
  ...(attempt.factor === "backup code" ? { backupCode: attempt.backupCode } : {}),
  ...(withPassphrase && attempt.passphrase !== "" ? { passphrase: attempt.passphrase } : {}),
});

const backupCodeUsed = ({ session, remainingBackupCodes }: OutputOf<"access.signIn">): Confirmation | null =>
  remainingBackupCodes === null
    ? null
    : {
        title: `Signed in as ${session.name} with a backup code`,
        message: `${counted(remainingBackupCodes, "backup code is", "backup codes are")} left.`,
        warns: true,
      };

function isComplete(attempt: Attempt): boolean {
  const typed = { code: attempt.code, "backup code": attempt.backupCode, none: "none" }[attempt.factor];
  return attempt.name.trim() !== "" && attempt.password !== "" && typed.trim() !== "";
}

/** Everything is sent in one call, so that a refusal cannot say which part was wrong. */
export const useSignIn = (withPassphrase: boolean): SignInState => {
  const form = useContractForm({
    procedure: "access.signIn",
    initial: emptyAttempt,
    input: (attempt) => inputOf(attempt, withPassphrase),
    ready: isComplete,
    confirmation: backupCodeUsed,
    onRefused: () => form.set({ code: "" }),
  });
  return form;
};

interface SignInFormProps {
  form: SignInState;
  /** The keys are locked and must be unlocked first. */
  withPassphrase: boolean;
}

export function SignInForm({ form, withPassphrase }: SignInFormProps) {
  return (
    <form {...form.element}>
      <Stack gap="md">
        {withPassphrase && (
          <PasswordInput
            label="Passphrase"
            description="Unlocks the console's keys. Leave blank if your own password unlocks them."
            autoComplete="off"
            {...form.field("passphrase")}
          />
        )}
        <SignInFields form={form} />
        <FormNotice form={form} />
        <Button type="submit" size="md" loading={form.busy} disabled={!form.isReady}>
          {afterWait(form.wait, "Sign in")}
        </Button>
        <OtherFactors
          factor={form.values.factor}
          onChange={(factor) => form.set({ code: "", backupCode: "", factor })}
        />
      </Stack>
    </form>
  );
}

const otherFactors = [
  { factor: "code", label: "Use a code from the app instead" },
  { factor: "backup code", label: "Use a backup code instead" },
  { factor: "none", label: "I have no second factor" },
] as const;

interface OtherFactorsProps {
  factor: Attempt["factor"];
  onChange: (factor: Attempt["factor"]) => void;
}

function OtherFactors({ factor, onChange }: OtherFactorsProps) {
  return (
    <Group justify="center" gap="lg">
      {otherFactors
        .filter((other) => other.factor !== factor)
        .map((other) => (
          <Anchor key={other.factor} component="button" type="button" size="sm" onClick={() => onChange(other.factor)}>
            {other.label}
          </Anchor>
        ))}
    </Group>
  );
}

function SignInFields({ form }: { form: SignInState }) {
  const disabled = form.wait > 0;
  return (
    <>
      <TextInput label="Name" autoComplete="username" spellCheck={false} {...form.field("name")} autoFocus />
      <PasswordInput label="Password" autoComplete="current-password" disabled={disabled} {...form.field("password")} />
      {form.values.factor === "backup code" && (
        <CodeInput
          key="backup"
          label="Backup code"
          letters
          disabled={disabled}
          {...form.field("backupCode")}
          autoFocus
        />
      )}
      {form.values.factor === "code" && (
        <CodeInput
          key="code"
          label="Code"
          description="From the authenticator app"
          disabled={disabled}
          {...form.field("code")}
          digits={administratorDigits}
          onWhole={(code) => form.submit({ code })}
          busy={form.busy}
          refused={form.error}
        />
      )}
    </>
  );
}
