import { Button, Group, Stack, Switch } from "@mantine/core";
import { type Ref, useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { UserId } from "#shared/model/ids.ts";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { CodeInput } from "../../ui/CodeInput.tsx";
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

/** How many digits this person's codes have; the most if their authenticators differ. 0: not known yet. */
function useDigits(userId: UserId | null): number {
  const known = useProcedure("users.get", { user: { id: userId ?? nobody } }, { enabled: userId !== null });
  if (userId === null || !known.data) return 0;
  const digits = known.data.tokens.filter(({ status }) => status !== "revoked").map((token) => token.digits);
  return Math.max(...(digits.length > 0 ? digits : [usualDigits]));
}

const nobody = UserId.parse("00000000-0000-7000-8000-000000000000");
const usualDigits = 6;

/** One field for a code or a backup code of a person, and its check, which empties it for the next code. */
export function CodeCheck({ userId, verdict, onVerdict, inputRef, first = false }: CodeCheckProps) {
  const [testing, setTesting] = useState(false);
  const wait = useCountdown(verdict?.retryAt);
  const digits = useDigits(userId);
  const form = useContractForm({
    procedure: testing ? "verification.test" : "verification.check",
    initial: { typed: "" },
    input: ({ typed }) => {
      const read = readCode(typed);
      return userId && { user: { id: userId }, ...("problem" in read ? { code: typed } : read) };
    },
    ready: () => wait === 0,
    check: ({ typed }) => {
      const read = readCode(typed);
      return "problem" in read ? { typed: read.problem } : {};
    },
    fieldOf: () => "typed",
    onDone: (answer: Verdict) => {
      form.set({ typed: "" });
      onVerdict(answer, !testing);
    },
  });
  const { onChange, ...field } = form.field("typed");
  const isWrong = form.error?.code === "INVALID_INPUT";
  return (
    <form {...form.element}>
      <Stack gap="sm">
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <CodeInput
            {...(inputRef ? { ref: inputRef } : {})}
            label={testing ? "Code or backup code to test" : "Code or backup code"}
            letters
            {...(first ? { "data-autofocus": true } : {})}
            flex={1}
            size="md"
            {...field}
            onChange={(typed) => {
              if (isWrong) form.dismiss();
              onChange(typed);
            }}
            digits={digits}
            onWhole={(whole) => form.submit({ typed: whole })}
            busy={form.busy}
            refused={isWrong ? null : form.error}
            disabled={userId === null}
          />
          <Button type="submit" size="md" mt={25} loading={form.busy} disabled={!form.isReady}>
            {wait > 0 ? `Wait ${secondsInWords(wait)}` : testing ? "Test" : "Check"}
          </Button>
        </Group>
        <Switch
          label="Test only: does not use up the code"
          description="Wrong codes count only towards the limit for tests."
          checked={testing}
          disabled={userId === null}
          onChange={(event) => {
            form.dismiss();
            setTesting(event.currentTarget.checked);
          }}
        />
        {!isWrong && <FormNotice form={form} />}
      </Stack>
    </form>
  );
}
