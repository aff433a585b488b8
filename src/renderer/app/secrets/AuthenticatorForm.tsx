import { Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { InputOf, OutputOf, ProcedureName } from "#shared/contract/index.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { codeLength } from "../../ui/code-length.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { clockOf } from "../../ui/format.ts";
import type { Confirmation } from "../../ui/notify.ts";
import { QrCode } from "../../ui/QrCode.tsx";
import { SecretText } from "../../ui/SecretText.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import classes from "./AuthenticatorForm.module.css";
import { CopyButton } from "./CopyButton.tsx";

interface Expiry {
  /** UTC milliseconds. */
  at: number;
  /** What else to do then. */
  advice?: string;
  onAgain: () => void;
}

interface AuthenticatorFormProps<Name extends ProcedureName> {
  uri: string;
  secret: string;
  /** The account name that the app shows, if it needs to be mentioned. */
  account?: string;
  /** Left out if it does not expire. */
  expiry?: Expiry;
  submitLabel: string;
  /** What the first code confirms. */
  procedure: Name;
  input: (code: string) => InputOf<Name>;
  /** As for a form. */
  confirmation?: Confirmation;
  onDone?: (output: OutputOf<Name>) => void;
  onAnswer?: (output: OutputOf<Name>) => void;
  secondary?: ReactNode;
}

/** The seed as a QR code and as a key, and a field for the code that proves that the app has it. */
export function AuthenticatorForm<Name extends ProcedureName>(props: AuthenticatorFormProps<Name>) {
  const { uri, secret, account, expiry, submitLabel, procedure, input, secondary } = props;
  const { confirmation, onDone, onAnswer } = props;
  const left = useCountdown(expiry?.at);
  const form = useContractForm({
    procedure,
    initial: { code: "" },
    input: ({ code }) => input(code),
    ready: ({ code }) => code.trim() !== "",
    confirmation,
    onAnswer,
    onDone,
  });
  if (expiry && (left === 0 || form.error?.code === "ENROLMENT_EXPIRED")) return <Expired {...expiry} />;
  return (
    <form {...form.element}>
      <div className={classes.columns}>
        <div className={classes.paper}>
          <QrCode text={uri} label="QR code for the authenticator app" />
        </div>
        <Stack gap="md" flex={1} miw={0}>
          <Text>Scan this with an authenticator app, or type the key:</Text>
          {account !== undefined && (
            <Text size="sm" c="dimmed">
              The app shows it as <strong>{account}</strong>.
            </Text>
          )}
          <Stack gap={8}>
            <SecretText label="Key for typing by hand" secret={secret} />
            <Group justify="space-between">
              <CopyButton text={secret} label="Copy key" compact />
              {expiry && (
                <Text size="sm" c="dimmed" className="numbers">
                  Valid for another {clockOf(left)}
                </Text>
              )}
            </Group>
          </Stack>
          <CodeInput
            label="Code from the app"
            description="The digits that the app shows now"
            {...form.field("code")}
            digits={codeLength(uri)}
            onWhole={(code) => form.submit({ code })}
            busy={form.busy}
            refused={form.error}
            error={form.error !== null}
            size="md"
            required
            data-autofocus
          />
          <FormNotice form={form} />
          <Group justify="flex-end" gap="sm">
            {secondary}
            <Button type="submit" loading={form.busy} disabled={!form.isReady}>
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </div>
    </form>
  );
}

function Expired({ advice = "", onAgain }: Expiry) {
  return (
    <Group justify="space-between" role="alert">
      <Text>{`This QR code has expired. If you scanned it, delete the entry in the app first. ${advice}`.trim()}</Text>
      <Button onClick={onAgain}>Start again</Button>
    </Group>
  );
}
