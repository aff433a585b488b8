import { Anchor, Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { administratorDigits } from "../../ui/code-length.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { ErrorNotice, type ShownError } from "../../ui/ErrorNotice.tsx";
import { counted } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";

export interface Attempt {
  name: string;
  password: string;
  code: string;
  backupCode: string;
  /** Required with the password; none if the administrator turned off the second factor. */
  factor: "code" | "backup code" | "none";
  passphrase: string;
}

export const emptyAttempt: Attempt = {
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

function welcome({ session, remainingBackupCodes }: OutputOf<"access.signIn">): void {
  if (remainingBackupCodes === null) return;
  notifications.show({
    color: "yellow",
    title: `Signed in as ${session.name} with a backup code`,
    message: `${counted(remainingBackupCodes, "backup code is", "backup codes are")} left.`,
    autoClose: 10_000,
  });
}

function isComplete(attempt: Attempt): boolean {
  const typed = { code: attempt.code, "backup code": attempt.backupCode, none: "none" }[attempt.factor];
  return attempt.name.trim() !== "" && attempt.password !== "" && typed.trim() !== "";
}

interface SignInFormProps {
  attempt: Attempt;
  onChange: (attempt: Attempt) => void;
  /** The keys are locked and must be unlocked first. */
  withPassphrase: boolean;
}

/** Everything is sent in one call, so that a refusal cannot say which part was wrong. */
export function SignInForm({ attempt, onChange, withPassphrase }: SignInFormProps) {
  const signIn = useAction("access.signIn", welcome);
  const wait = useCountdown(retryAt(signIn.error));
  const submit = (typed = attempt): boolean => {
    if (wait > 0 || signIn.isPending || !isComplete(typed)) return false;
    signIn.mutate(inputOf(typed, withPassphrase), {
      onError: () => onChange({ ...typed, code: "" }),
    });
    return true;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        {withPassphrase && (
          <PasswordInput
            label="Passphrase"
            description="Unlocks the console's keys. Leave blank if your own password unlocks them."
            autoComplete="off"
            value={attempt.passphrase}
            onChange={(event) => onChange({ ...attempt, passphrase: event.currentTarget.value })}
          />
        )}
        <SignInFields
          attempt={attempt}
          onChange={onChange}
          waiting={wait > 0}
          busy={signIn.isPending}
          refused={signIn.error}
          onWhole={(code) => submit({ ...attempt, code })}
        />
        <ErrorNotice error={signIn.error} />
        <Button type="submit" size="md" loading={signIn.isPending} disabled={!isComplete(attempt) || wait > 0}>
          {afterWait(wait, "Sign in")}
        </Button>
        <OtherFactors
          factor={attempt.factor}
          onChange={(factor) => onChange({ ...attempt, code: "", backupCode: "", factor })}
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

interface SignInFieldsProps extends Pick<SignInFormProps, "attempt" | "onChange"> {
  /** The next attempt is not allowed yet. */
  waiting: boolean;
  busy: boolean;
  refused: ShownError | null;
  /** Signs in with a complete code. @returns false if something else is missing first */
  onWhole: (code: string) => boolean;
}

function SignInFields({ attempt, onChange, waiting, busy, refused, onWhole }: SignInFieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        autoComplete="username"
        spellCheck={false}
        value={attempt.name}
        onChange={(event) => onChange({ ...attempt, name: event.currentTarget.value })}
        autoFocus
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        value={attempt.password}
        disabled={waiting}
        onChange={(event) => onChange({ ...attempt, password: event.currentTarget.value })}
      />
      {attempt.factor === "backup code" && (
        <CodeInput
          key="backup"
          label="Backup code"
          letters
          value={attempt.backupCode}
          disabled={waiting}
          onChange={(backupCode) => onChange({ ...attempt, backupCode })}
          autoFocus
        />
      )}
      {attempt.factor === "code" && (
        <CodeInput
          key="code"
          label="Code"
          description="From the authenticator app"
          value={attempt.code}
          disabled={waiting}
          onChange={(code) => onChange({ ...attempt, code })}
          digits={administratorDigits}
          onWhole={onWhole}
          busy={busy}
          refused={refused}
        />
      )}
    </>
  );
}
