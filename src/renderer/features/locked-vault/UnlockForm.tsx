import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { secondsInWords } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { reportUnlocked } from "./report-unlocked.ts";

export function UnlockForm({ by }: { by: "passphrase" | "recoveryKey" }) {
  const [typed, setTyped] = useState("");
  const unlock = useAction("vault.unlock", reportUnlocked);
  const wait = useCountdown(retryAt(unlock.error));
  const submit = () => unlock.mutate(by === "passphrase" ? { passphrase: typed } : { recoveryKey: typed });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        {by === "passphrase" ? (
          <PasswordInput
            label="Passphrase"
            description="Without a passphrase of its own, it is the owner's password."
            autoComplete="off"
            value={typed}
            disabled={wait > 0}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoFocus
          />
        ) : (
          <TextInput
            label="Recovery key"
            description="The eight groups of four from the page that was printed at the set-up"
            classNames={{ input: "mono" }}
            autoComplete="off"
            spellCheck={false}
            value={typed}
            disabled={wait > 0}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoFocus
          />
        )}
        <ErrorNotice error={unlock.error} onRetry={wait === 0 ? submit : undefined} />
        <Button type="submit" loading={unlock.isPending} disabled={typed.trim() === "" || wait > 0} fullWidth>
          {wait > 0 ? `Try again in ${secondsInWords(wait)}` : "Unlock"}
        </Button>
      </Stack>
    </form>
  );
}
