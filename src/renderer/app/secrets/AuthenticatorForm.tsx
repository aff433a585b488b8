import { Button, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { codeLength } from "../../ui/code-length.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { ErrorNotice, type ShownError } from "../../ui/ErrorNotice.tsx";
import { clockOf } from "../../ui/format.ts";
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

interface AuthenticatorFormProps {
  uri: string;
  secret: string;
  /** The account name that the app shows, if it needs to be mentioned. */
  account?: string;
  /** Left out if it does not expire. */
  expiry?: Expiry;
  submitLabel: string;
  busy: boolean;
  error: ShownError | null;
  onSubmit: (code: string) => void;
  secondary?: ReactNode;
}

/** The seed as a QR code and as a key, and a field for the code that proves that the app has it. */
export function AuthenticatorForm(props: AuthenticatorFormProps) {
  const { uri, secret, account, expiry, submitLabel, busy, error, onSubmit, secondary } = props;
  const [code, setCode] = useState("");
  const left = useCountdown(expiry?.at);
  if (expiry && (left === 0 || error?.code === "ENROLMENT_EXPIRED")) return <Expired {...expiry} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSubmit(code);
      }}
    >
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
            value={code}
            onChange={setCode}
            digits={codeLength(uri)}
            onWhole={(whole) => {
              onSubmit(whole);
              return true;
            }}
            busy={busy}
            refused={error}
            error={error !== null}
            size="md"
            required
            data-autofocus
          />
          <ErrorNotice error={error} marked={["code"]} />
          <Group justify="flex-end" gap="sm">
            {secondary}
            <Button type="submit" loading={busy} disabled={code.trim() === ""}>
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
