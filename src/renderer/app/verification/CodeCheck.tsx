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

/** One field for a code or a backup code of a person, and its check. */
export function CodeCheck({ userId, verdict, onVerdict, inputRef }: CodeCheckProps) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const check = useAction("verification.check");
  const wait = useCountdown(verdict?.retryAt);

  const submit = () => {
    const read = readCode(typed);
    setProblem("problem" in read ? read.problem : null);
    if ("problem" in read || userId === null || wait > 0) return;
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

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="sm" wrap="nowrap">
          <CodeInput
            {...(inputRef ? { ref: inputRef } : {})}
            label="Code or backup code"
            letters
            flex={1}
            size="md"
            value={typed}
            onChange={(value) => {
              setTyped(value);
              setProblem(null);
            }}
            error={problem !== null}
            aria-describedby={problem ? "code-problem" : undefined}
            disabled={userId === null}
          />
          <Button type="submit" size="md" loading={check.isPending} disabled={userId === null || wait > 0}>
            {wait > 0 ? `Wait ${secondsInWords(wait)}` : "Check"}
          </Button>
        </Group>
        {problem && (
          <span id="code-problem" role="alert">
            {problem}
          </span>
        )}
        <ErrorNotice error={check.error} onRetry={submit} />
      </Stack>
    </form>
  );
}
