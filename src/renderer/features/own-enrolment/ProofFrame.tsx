import { Button, Group, Stack, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useConsole } from "../../app/session.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { ErrorNotice, fieldError, type ShownError } from "../../ui/ErrorNotice.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { StepHead } from "../../ui/StepHead.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";

interface ProofFrameProps {
  title: string;
  introduction: string;
  name: string;
  onName: (name: string) => void;
  /** The fields below the name. */
  children: ReactNode;
  /** Whether those fields are complete. */
  complete: boolean;
  busy: boolean;
  error: ShownError | null;
  /** Fields that show their own part of the error. */
  marked: readonly string[];
  onSubmit: () => void;
}

/** The form of the first step: a name, what proves it, and the way back to the sign-in. */
export function ProofFrame(props: ProofFrameProps) {
  const { title, introduction, name, onName, children, complete, busy, error, marked, onSubmit } = props;
  const { setFlow } = useConsole();
  const wait = useCountdown(retryAt(error));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (wait === 0) onSubmit();
      }}
    >
      <Stack gap="lg">
        <StepHead title={title}>{introduction}</StepHead>
        <TextInput
          label="Name"
          autoComplete="username"
          spellCheck={false}
          maxLength={128}
          value={name}
          error={fieldError(error, "name")}
          onChange={(event) => onName(event.currentTarget.value)}
          autoFocus
        />
        {children}
        <ErrorNotice error={error} marked={["name", ...marked]} />
        <Group justify="space-between">
          <Button variant="default" onClick={() => setFlow(null)}>
            Back to sign-in
          </Button>
          <Button type="submit" loading={busy} disabled={name.trim() === "" || !complete || wait > 0}>
            {afterWait(wait, "Next")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
