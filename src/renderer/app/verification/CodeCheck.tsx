import { Button, Group, Stack } from "@mantine/core";
import { type Ref, useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import type { UserId } from "#shared/model/ids.ts";
import { useAction } from "../../ipc/hooks.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import { secondsInWords } from "../../ui/format.ts";
import { readCode } from "./code-kind.ts";

export type Verdict = OutputOf<"verification.check">;

interface CodeCheckProps {
  userId: UserId | null;
  /** The last verdict on this person; a throttle in it keeps the button shut until it is over. */
  verdict: Verdict | null;
  onVerdict: (verdict: Verdict) => void;
  inputRef?: Ref<HTMLInputElement>;
}

/** Reads the field, checks what is in it, and empties it for the next. */
function useCheck(userId: UserId | null, waiting: boolean, onVerdict: (verdict: Verdict) => void) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const check = useAction("verification.check");
  const type = (value: string) => {
    setTyped(value);
    setProblem(null);
  };
  const submit = () => {
    const read = readCode(typed);
    if ("problem" in read) {
      setProblem(read.problem);
      return;
    }
    if (userId === null || waiting) return;
    check.mutate(
      { user: { id: userId }, ...read },
      {
        onSuccess: (answer) => {
          setTyped("");
          onVerdict(answer);
        },
      },
    );
  };
  return { typed, type, problem, submit, busy: check.isPending, error: check.error };
}

/** One field for a code or a backup code of a person, and its check. */
export function CodeCheck({ userId, verdict, onVerdict, inputRef }: CodeCheckProps) {
  const wait = useCountdown(verdict?.retryAt);
  const { typed, type, problem, submit, busy, error } = useCheck(userId, wait > 0, onVerdict);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <CodeInput
            {...(inputRef ? { ref: inputRef } : {})}
            label="Code or backup code"
            letters
            flex={1}
            size="md"
            value={typed}
            onChange={type}
            error={problem}
            disabled={userId === null}
          />
          <Button type="submit" size="md" mt={25} loading={busy} disabled={userId === null || wait > 0}>
            {wait > 0 ? `Wait ${secondsInWords(wait)}` : "Check"}
          </Button>
        </Group>
        <ErrorNotice error={error} onRetry={submit} />
      </Stack>
    </form>
  );
}
