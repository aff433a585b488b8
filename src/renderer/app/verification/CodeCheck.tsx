import { Button, Group, Stack, Switch } from "@mantine/core";
import { type Ref, useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { UserId } from "#shared/model/ids.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useCountdown } from "../../ui/use-countdown.ts";
import { secondsInWords } from "../../ui/format.ts";
import { readCode } from "./code-kind.ts";

export type Verdict = OutputOf<"verification.check">;

interface CodeCheckProps {
  userId: UserId | null;
  /** The last result for this person; a delay in it keeps the button disabled until it is over. */
  verdict: Verdict | null;
  /** `counted`: the code was used up or counted as wrong; false for one that was only tested. */
  onVerdict: (verdict: Verdict, counted: boolean) => void;
  inputRef?: Ref<HTMLInputElement>;
  /** Whether this is what the page is for. */
  first?: boolean;
}

interface Checking {
  userId: UserId | null;
  waiting: boolean;
  testing: boolean;
  onVerdict: CodeCheckProps["onVerdict"];
}

/** Checks what is in the field, then empties it for the next code. */
function useCheck({ userId, waiting, testing, onVerdict }: Checking) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const check = useAction("verification.check");
  const test = useAction("verification.test");
  const type = (value: string) => {
    setTyped(value);
    setProblem(null);
  };
  const onSuccess = (answer: Verdict) => {
    setTyped("");
    onVerdict(answer, !testing);
  };
  const { isPending: busy, error } = testing ? test : check;
  const submit = (text = typed): boolean => {
    if (userId === null || waiting || busy) return false;
    const read = readCode(text);
    const user = { id: userId };
    if ("problem" in read) setProblem(read.problem);
    else (testing ? test : check).mutate({ user, ...read }, { onSuccess });
    return true;
  };
  return { typed, type, problem, submit, busy, error };
}

/** How many digits this person's codes have; the most if their authenticators differ. 0: not known yet. */
function useDigits(userId: UserId | null): number {
  const known = useProcedure("users.get", { user: { id: userId ?? nobody } }, { enabled: userId !== null });
  if (userId === null || !known.data) return 0;
  const digits = known.data.tokens.filter(({ status }) => status !== "revoked").map((token) => token.digits);
  return Math.max(...(digits.length > 0 ? digits : [usualDigits]));
}

const nobody = UserId.parse("00000000-0000-7000-8000-000000000000");
const usualDigits = 6;

/** One field for a code or a backup code of a person, and its check. */
export function CodeCheck({ userId, verdict, onVerdict, inputRef, first = false }: CodeCheckProps) {
  const [testing, setTesting] = useState(false);
  const wait = useCountdown(verdict?.retryAt);
  const digits = useDigits(userId);
  const { typed, type, problem, submit, busy, error } = useCheck({ userId, waiting: wait > 0, testing, onVerdict });
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
            label={testing ? "Code or backup code to test" : "Code or backup code"}
            letters
            {...(first ? { "data-autofocus": true } : {})}
            flex={1}
            size="md"
            value={typed}
            onChange={type}
            digits={digits}
            onWhole={submit}
            busy={busy}
            refused={error}
            error={problem}
            disabled={userId === null}
          />
          <Button type="submit" size="md" mt={25} loading={busy} disabled={userId === null || wait > 0}>
            {wait > 0 ? `Wait ${secondsInWords(wait)}` : testing ? "Test" : "Check"}
          </Button>
        </Group>
        <Switch
          label="Test only: does not use up the code"
          description="Wrong codes count only towards the limit for tests."
          checked={testing}
          disabled={userId === null}
          onChange={(event) => setTesting(event.currentTarget.checked)}
        />
        <ErrorNotice error={error} onRetry={() => void submit()} />
      </Stack>
    </form>
  );
}
